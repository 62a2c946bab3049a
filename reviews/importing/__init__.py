"""Reading the sheets that people bring, and the templates they fill in; no rows of ours."""
