"""Pages that read every app and own no facts: home, members, discrepancies, search."""
