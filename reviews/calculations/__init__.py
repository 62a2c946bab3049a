"""Pure calculations: dates and decimals in, no rows."""

from reviews.calculations.milestones import has_passed, slip_in_working_days

__all__ = ["has_passed", "slip_in_working_days"]
