"""Pages of signing in and of people and their roles."""
