"""The pages of business cases: their list, the head, the five cases, and versions."""
