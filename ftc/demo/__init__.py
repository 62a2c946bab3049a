"""The demonstration programme: the real tables and their loader."""
