"""What is governed: programme, phases, themes, portfolios, milestones, risks, lessons."""
