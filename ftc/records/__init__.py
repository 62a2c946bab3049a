"""What every app stands on: history, credit to papers, documents, and the figure registry."""
