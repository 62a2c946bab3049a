"""The pages of methodologies: reading a version, editing a draft, moving reviews."""
