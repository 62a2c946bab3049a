"""Working days a milestone slipped, and whether its date has passed; dates in, no rows."""

from datetime import date, timedelta

from ftc.clear_days import working_days_between
from ftc.periods import Precision

_ONE_DAY = timedelta(days=1)


def slip_in_working_days(baseline_on: date | None, forecast_on: date | None) -> int | None:
    """Whole working days from baseline to forecast; negative when the forecast is earlier.

    None unless both dates are known. The day of the forecast counts, that of the baseline does
    not, so a move from one working day to the next is 1.
    """
    if baseline_on is None or forecast_on is None:
        return None
    if forecast_on >= baseline_on:
        return len(working_days_between(baseline_on, forecast_on + _ONE_DAY))
    return -len(working_days_between(forecast_on, baseline_on + _ONE_DAY))


def has_passed(on: date | None, precision: Precision, today: date) -> bool:
    """Whether a date known only so exactly lies before ``today``: a month passes with its end."""
    if on is None:
        return False
    match precision:
        case Precision.YEAR:
            return on.year < today.year
        case Precision.MONTH:
            return (on.year, on.month) < (today.year, today.month)
        case Precision.WEEK:
            return on + timedelta(days=6 - on.weekday()) < today
        case _:
            return on < today
