"""The Medium Term Financial Plan, savings and their append-only ledger."""
