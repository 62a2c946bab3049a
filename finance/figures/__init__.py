"""The living figures that finance offers: of the plan, of savings, of what is expected."""

from finance.figures import activities, plan, savings

__all__ = ["activities", "plan", "savings"]
