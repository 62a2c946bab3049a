"""Pure calculations: dates and decimals in, no rows."""

from ftc.programme.calculations import has_passed, slip_in_working_days

__all__ = ["has_passed", "slip_in_working_days"]
