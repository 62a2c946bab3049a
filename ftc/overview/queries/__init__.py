"""Reads that cross every app, one module a page; each answers as at a date for one reader."""
