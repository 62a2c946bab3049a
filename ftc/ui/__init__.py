"""How pages look: base template, components, form renderer, charts; owns no facts."""
