"""How phases, themes, portfolios and directorates stand, computed from the reviews in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection

from ftc.organisation.models import Directorate
from ftc.programme.enums import Rag
from ftc.programme.hints import WORST_FIRST, worst
from ftc.programme.models import Phase, Portfolio, StatusOverride, Theme
from reviews.enums import ReviewState
from reviews.queries.known import reviews_known_on

LEVELS = {Rag.GREEN: 0, Rag.AMBER: 1, Rag.RED: 2}

# A rating and the net budget of each review that goes on, under every parent it has. A review
# counts under a directorate with its services there, and once.
RATINGS = """
    WITH rated AS (
        SELECT activity.id, activity.parent_id, review.phase_id, review.portfolio_id,
            coalesce((SELECT s.rag FROM programme_statusreport s
                WHERE s.activity_id = activity.id AND s.effective_on <= %(as_at)s
                ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1), '') AS rag
        FROM reviews_review review
        JOIN programme_activity activity ON activity.id = review.activity_ptr_id
        WHERE activity.id = ANY(%(keys)s)
    ), covered AS (
        SELECT c.review_id, service.directorate_id, (
            SELECT b.net_gbp FROM organisation_servicebudget b
            WHERE b.service_id = service.id AND b.effective_on <= %(as_at)s
            ORDER BY b.effective_on DESC, b.recorded_at DESC, b.id DESC LIMIT 1) AS net_gbp
        FROM reviews_reviewedservice c
        JOIN organisation_service service ON service.id = c.service_id
        WHERE c.review_id = ANY(%(keys)s)
            AND coalesce(c.started_on <= %(as_at)s, true)
            AND coalesce(c.ended_on > %(as_at)s, true)
    ), budgets AS (
        SELECT review_id, sum(abs(net_gbp)) AS weight, sum(net_gbp) AS net_gbp
        FROM covered GROUP BY review_id
    ), parts AS (
        SELECT 'phase' AS kind, rated.phase_id AS key, rated.id, rated.rag, budgets.weight,
            budgets.net_gbp
        FROM rated LEFT JOIN budgets ON budgets.review_id = rated.id
        UNION ALL
        SELECT 'theme', above.id, rated.id, rated.rag, budgets.weight, budgets.net_gbp
        FROM rated LEFT JOIN budgets ON budgets.review_id = rated.id
        JOIN programme_activity phase ON phase.id = rated.phase_id
        JOIN programme_activity above ON above.kind = 'THEME'
            AND above.id IN (rated.parent_id, phase.parent_id)
        UNION ALL
        SELECT 'portfolio', rated.portfolio_id, rated.id, rated.rag, budgets.weight,
            budgets.net_gbp
        FROM rated LEFT JOIN budgets ON budgets.review_id = rated.id
        WHERE rated.portfolio_id IS NOT NULL
        UNION ALL
        SELECT 'directorate', covered.directorate_id, rated.id, rated.rag,
            sum(abs(covered.net_gbp)), sum(covered.net_gbp)
        FROM rated JOIN covered ON covered.review_id = rated.id
        WHERE covered.directorate_id IS NOT NULL
        GROUP BY covered.directorate_id, rated.id, rated.rag
    )
    SELECT kind, key, rag, count(*), coalesce(sum(weight), 0), sum(net_gbp)
    FROM parts GROUP BY kind, key, rag
"""


class ScopeKind(StrEnum):
    """What a status is rolled up to; the values are those of the page's addresses."""

    PHASE = "phase"
    THEME = "theme"
    PORTFOLIO = "portfolio"
    DIRECTORATE = "directorate"


SCOPE_WORDS = {
    ScopeKind.PHASE: "Phases",
    ScopeKind.THEME: "Themes",
    ScopeKind.PORTFOLIO: "Portfolios",
    ScopeKind.DIRECTORATE: "Directorates",
}


@dataclass(frozen=True)
class Part:
    """The reviews of one rating: how many, and their net budget, as it is and as a weight."""

    rag: str
    reviews: int
    weight: Decimal
    net_gbp: Decimal | None

    @property
    def text(self) -> str:
        return Rag(self.rag).label if self.rag else "Not rated"


@dataclass(frozen=True)
class RollUp:
    """How one phase, theme, portfolio or directorate stands on a date.

    ``worst`` is the worst rating of a review that goes on; ``weighted`` weighs each rating by the
    size of its net budget (pounds, without the sign, so that a service that earns more than it
    costs counts as well). Both are None where nothing is rated. ``override`` is signed for and
    stands while what is computed is no worse than when it was signed.
    """

    kind: ScopeKind
    key: int
    code: str
    title: str
    filter: str = ""  # of the list of reviews
    parts: tuple[Part, ...] = ()
    override: StatusOverride | None = field(default=None, compare=False)

    @property
    def reviews(self) -> int:
        return sum(part.reviews for part in self.parts)

    @property
    def net_gbp(self) -> Decimal | None:
        known = [part.net_gbp for part in self.parts if part.net_gbp is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def rated(self) -> list[Part]:
        return [part for part in self.parts if part.rag]

    @property
    def worst(self) -> Rag | None:
        return worst(part.rag for part in self.rated)

    @property
    def weighted(self) -> Rag | None:
        return weighted(self.rated)

    @property
    def signed(self) -> StatusOverride | None:
        """The override that stands; None where it is worse now than when it was signed for."""
        return None if self.has_lapsed else self.override

    @property
    def has_lapsed(self) -> bool:
        if self.override is None or self.worst is None:
            return False
        return LEVELS[self.worst] > LEVELS[Rag(self.override.computed)]

    @property
    def shown(self) -> Rag | None:
        """What is shown first: what is signed for, else the worst."""
        return Rag(self.signed.rag) if self.signed else self.worst

    @property
    def spread(self) -> str:
        """ "5 on track (62% of net budget), 2 at risk (38%), 1 not rated"."""
        whole = sum((part.weight for part in self.rated), Decimal(0))
        said: list[str] = []
        for part in self.parts:
            share = ""
            if part.rag and whole:
                percent = (part.weight / whole * 100).quantize(Decimal(1))
                share = f" ({percent}%{' of net budget' if not said else ''})"
            said.append(f"{part.reviews} {part.text.lower()}{share}")
        return ", ".join(said) or "No review goes on"


def weighted(parts: Iterable[Part]) -> Rag | None:
    """The rating nearest to the mean of some ratings, weighed by net budget.

    On track counts 0, at risk 1, off track 2; half way is the worse one. None without a weight.
    """
    known = [part for part in parts if part.weight]
    whole = sum((part.weight for part in known), Decimal(0))
    if not whole:
        return None
    mean = sum((LEVELS[Rag(part.rag)] * part.weight for part in known), Decimal(0)) / whole
    if mean >= Decimal("1.5"):
        return Rag.RED
    return Rag.AMBER if mean >= Decimal("0.5") else Rag.GREEN


def roll_ups(*, as_at: date | None, today: date, kind: ScopeKind | None = None) -> list[RollUp]:
    """Every phase, theme, portfolio and directorate, or those of one kind, with its status.

    ``today`` says which overrides stand. The same few queries however many reviews there are.
    """
    parts = _parts(as_at)
    overrides = _overrides(as_at or today)
    return [
        RollUp(
            found,
            key,
            code,
            title,
            narrowed,
            parts=tuple(_in_order(parts.get((found, key), []))),
            override=overrides.get((found, key)),
        )
        for found, key, code, title, narrowed in _scopes(as_at, kind)
    ]


def roll_up_of(kind: ScopeKind, code: str, *, as_at: date | None, today: date) -> RollUp | None:
    """The status of one of them; None where there is none with this code."""
    found = roll_ups(as_at=as_at, today=today, kind=kind)
    return next((one for one in found if one.code == code), None)


def _in_order(parts: list[Part]) -> list[Part]:
    order = [*reversed(WORST_FIRST), ""]
    return sorted(parts, key=lambda part: order.index(part.rag))


def _parts(as_at: date | None) -> dict[tuple[ScopeKind, int], list[Part]]:
    going_on = reviews_known_on(as_at).filter(state_then=ReviewState.ACTIVE)
    keys = list(going_on.order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(RATINGS, {"keys": keys, "as_at": as_at or date.max})
        rows: list[Any] = cursor.fetchall()
    found: dict[tuple[ScopeKind, int], list[Part]] = {}
    for kind, key, rag, reviews, weight, net in rows:
        found.setdefault((ScopeKind(kind), key), []).append(Part(rag, reviews, weight, net))
    return found


def _scopes(
    as_at: date | None, wanted: ScopeKind | None
) -> Iterable[tuple[ScopeKind, int, str, str, str]]:
    """Kind, key, code, title, and the filter by which the list of reviews shows its reviews."""
    if wanted in {None, ScopeKind.PHASE}:
        for phase in Phase.objects.order_by("number"):
            yield ScopeKind.PHASE, phase.pk, phase.code, phase.title, f"?phase={phase.number}"
    if wanted in {None, ScopeKind.THEME}:
        for theme in Theme.objects.order_by("order", "code"):
            yield ScopeKind.THEME, theme.pk, theme.code, theme.title, ""
    if wanted in {None, ScopeKind.PORTFOLIO}:
        for one in Portfolio.objects.order_by("order", "code"):
            yield ScopeKind.PORTFOLIO, one.pk, one.code, one.name, f"?portfolio={one.code}"
    if wanted in {None, ScopeKind.DIRECTORATE}:
        for found in Directorate.objects.prefetch_related("names").order_by("code"):
            title = found.name_on(as_at)
            yield ScopeKind.DIRECTORATE, found.pk, found.code, title, f"?directorate={found.code}"


def _overrides(on: date) -> dict[tuple[ScopeKind, int], StatusOverride]:
    standing = StatusOverride.objects.standing_on(on).select_related("signed_by", "activity")
    found: dict[tuple[ScopeKind, int], StatusOverride] = {}
    for override in standing.order_by("effective_on", "recorded_at", "pk"):
        if override.portfolio_id:
            found[ScopeKind.PORTFOLIO, override.portfolio_id] = override
        elif override.directorate_id:
            found[ScopeKind.DIRECTORATE, override.directorate_id] = override
        elif override.activity:
            found[ScopeKind(override.activity.kind.lower()), override.activity_id] = override
    return found
