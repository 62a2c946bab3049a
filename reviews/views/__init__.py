"""The pages of reviews, one module for each thing they show."""
