"""The five numbers of the members' page, each with how it changed since the last meeting."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from ftc.money import NOT_KNOWN
from ftc.overview.calculations import short_pounds
from ftc.periods import FinancialYear, long_date
from ftc.records.figures import Figure, Figures
from reviews import queries as review_queries
from reviews.models import OptionState


@dataclass(frozen=True)
class Number:
    """A number with its change, as the component stat prints it.

    ``printed`` tells what papers printed otherwise; ``explained_at`` is the page that shows both.
    """

    label: str
    value: str
    url: str
    change: str = ""
    direction: str = ""
    since: str = ""
    note: str = ""
    printed: str = ""
    printed_url: str = ""


@dataclass(frozen=True)
class TwoDates:
    """Figures as at the page's date and as at the last meeting before it, if there was one."""

    now: Figures
    before: Figures | None

    @property
    def since(self) -> str:
        if self.before is None or self.before.as_at is None:
            return ""
        return long_date(self.before.as_at)


def two_dates(*, as_at: date, since: date | None, user: Any) -> TwoDates:
    """The figures of both dates; printed ones are read once for each."""
    before = Figures(as_at=since, user=user) if since else None
    return TwoDates(now=Figures(as_at=as_at, user=user), before=before)


def five_numbers(dates: TwoDates, *, phase: int, year: FinancialYear) -> list[Number]:
    """Reviews with a preferred option, their net budget, and the savings of the year."""
    return [
        _preferred(dates, phase),
        _pounds(
            dates,
            "reviews.net_budget",
            f"Net budget under review, Phase {phase}",
            reverse("reviews:review-list"),
            phase=str(phase),
        ),
        *(
            _pounds(dates, key, f"{words} {year}", reverse("finance:mtfp"), year=str(year))
            for key, words in (
                ("finance.requirement", "Savings required in"),
                ("finance.identified", "Savings identified for"),
                ("finance.unidentified", "Not yet identified for"),
            )
        ),
    ]


def reviews_with_preferred(as_at: date | None, phase: int) -> int | None:
    """How many reviews of the phase had a preferred option; None before any option was known."""
    known = OptionState.objects.as_at(as_at).filter(option__review__phase__number=phase)
    if not known.exists():
        return None
    preferred = review_queries.preferred_options(as_at).filter(review__phase__number=phase)
    return preferred.order_by().values("review").distinct().count()


def _preferred(dates: TwoDates, phase: int) -> Number:
    """Reviews of the phase with a preferred option, of all its reviews."""
    now = reviews_with_preferred(dates.now.as_at, phase)
    total = dates.now("reviews.count", phase=str(phase))
    before = reviews_with_preferred(dates.before.as_at, phase) if dates.before else None
    change, direction, note = _change(
        None if now is None else Decimal(now),
        None if before is None else Decimal(before),
        dates.since,
        lambda amount: f"{amount:f}",
    )
    return Number(
        label=f"Phase {phase} reviews with a preferred option",
        value=NOT_KNOWN if now is None else f"{now} of {total.text}",
        url=reverse("reviews:review-list"),
        change=change,
        direction=direction,
        since=dates.since if direction else "",
        note=note,
    )


def _pounds(dates: TwoDates, key: str, label: str, url: str, **params: str) -> Number:
    figure = dates.now(key, **params)
    before = dates.before(key, **params).value if dates.before else None
    change, direction, note = _change(figure.value, before, dates.since, short_pounds)
    return Number(
        label=label,
        value=short_pounds(figure.value),
        url=url,
        change=change,
        direction=direction,
        since=dates.since if direction else "",
        note=note,
        printed=_printed(figure),
        printed_url=_discrepancy_url(figure),
    )


def _change(
    now: Decimal | None, before: Decimal | None, since: str, said: Any
) -> tuple[str, str, str]:
    """Words for the change, its direction, and a note where one of the two was not known."""
    if not since or now is None:
        return "", "", ""
    if before is None:
        return "", "", f"Not known on {since}"
    if now == before:
        return "", "same", ""
    more = now > before
    return f"{said(abs(now - before))} {'more' if more else 'less'}", "up" if more else "down", ""


def _printed(figure: Figure) -> str:
    """ "Papers print £98,226,440 and £92m", or nothing where print and records agree."""
    texts = list(dict.fromkeys(stated.text for stated in figure.discrepancies))
    return f"Papers print {' and '.join(texts)}" if texts else ""


def _discrepancy_url(figure: Figure) -> str:
    if not figure.discrepancies:
        return ""
    return f"{reverse('overview:discrepancies')}#{figure.discrepancies[0].code}"
