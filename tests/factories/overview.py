"""Printed figures to set beside the records; the overview owns no models."""

from decimal import Decimal
from itertools import count

from ftc.records.models import StatedFigure
from tests.factories.programme import make_source

_numbers = count(1)


def make_stated_figure(
    printed="£1m", pounds="1000000", *, key="finance.requirement", high=None, paper="", **fields
):
    """A figure in pounds that a paper of its own printed for ``key``."""
    number = next(_numbers)
    low = Decimal(pounds)
    return StatedFigure.objects.create(
        **(
            {
                "code": f"F-{number:04d}",
                "figure_key": key,
                "measure": "Savings required",
                "printed_text": printed,
                "low": low,
                "high": low if high is None else Decimal(high),
                "unit": "GBP",
                "source": make_source(paper),
                "source_ref": "paragraph 1.1",
            }
            | fields
        )
    )
