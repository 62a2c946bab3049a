"""Bodies, meetings, agendas, minutes, recommendations, votes, resolutions and decisions."""
