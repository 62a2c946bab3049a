"""Commands of the records app."""
