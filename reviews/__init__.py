"""Service reviews: methodologies, gates as evidence, market engagement, options."""
