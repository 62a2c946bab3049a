"""Pages that read every app: home, members' page, discrepancies, papers, search."""
