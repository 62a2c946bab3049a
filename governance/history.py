"""What belongs to a meeting's history: its agenda and what was resolved."""

from ftc.records.history import Part, register_parts
from governance.models import AgendaItem, Meeting, Resolution
from governance.queries.agenda import readable_resolutions

register_parts(
    Meeting,
    parts=(
        Part(
            AgendaItem,
            lambda meeting, user: AgendaItem.objects.filter(meeting=meeting).visible_to(user),
        ),
        Part(
            Resolution,
            lambda meeting, user: readable_resolutions(user, None).filter(meeting=meeting),
        ),
    ),
)
