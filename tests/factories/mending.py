"""Benefits of activities."""

from itertools import count

from ftc.programme.models import Benefit

_numbers = count(1)


def make_benefit(activity, **fields):
    """A benefit that has neither baseline nor target yet."""
    number = next(_numbers)
    return Benefit.objects.create(
        **(
            {
                "code": f"B{number}",
                "activity": activity,
                "title": f"Benefit {number}",
                "unit": "days",
            }
            | fields
        )
    )
