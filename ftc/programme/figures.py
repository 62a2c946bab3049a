"""The programme's living figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.programme.models import Portfolio, Programme
from ftc.programme.queries import known_by
from ftc.records.enums import Unit
from ftc.records.figures import BadParameter, Computed, Line, Parameter, figure, text


@figure(
    "programme.count",
    title="Programmes in the change portfolios of December 2013",
    unit=Unit.PROGRAMMES,
    parameters=(Parameter("portfolio", text, description="code of a portfolio, such as CP-025"),),
)
def programme_count(*, as_at: date | None, user: Any, portfolio: str | None) -> Computed:
    """Programmes listed when the portfolios were set up; not known before that paper.

    Raises BadParameter for an unknown portfolio.
    Source: County Council, 12 December 2013, paragraph 3.4.3.
    """
    if portfolio and not Portfolio.objects.filter(code=portfolio).exists():
        raise BadParameter(f"There is no portfolio called {portfolio!r}.")
    listed = Programme.objects.filter(in_portfolio_table=True, portfolio__isnull=False)
    if portfolio:
        listed = listed.filter(portfolio__code=portfolio)
    rows = list(
        known_by(listed, as_at)
        .select_related("portfolio", "source")
        .order_by("portfolio__order", "portfolio__code", "order", "code")
    )
    if not rows:
        return Computed(value=None, note="No paper had listed the programmes by then.")
    lineage = [
        Line(
            label=f"{row.title} ({row.portfolio.name})" if row.portfolio else row.title,
            url=row.get_absolute_url(),
            value=Decimal(1),
            source=row.credit,
        )
        for row in rows
    ]
    return Computed(value=Decimal(len(rows)), lineage=lineage)
