"""The rolled-up statuses as a table for other programs."""

from collections.abc import Iterable, Sequence

from ftc.programme.exchange import Cell
from reviews.queries.rollup import RollUp

STATUS_HEAD = (
    "kind",
    "code",
    "title",
    "reviews",
    "net_budget_gbp",
    "worst",
    "weighted_by_net_budget",
    "spread",
    "signed_for",
    "signed_by",
    "expires_on",
    "reason",
)


def status_rows(found: Iterable[RollUp]) -> Iterable[Sequence[Cell]]:
    """A row for each phase, theme, portfolio and directorate; pounds a year."""
    for one in found:
        signed = one.signed
        yield (
            one.kind.value,
            one.code,
            one.title,
            one.reviews,
            "" if one.net_gbp is None else one.net_gbp,
            one.worst.label if one.worst else "",
            one.weighted.label if one.weighted else "",
            one.spread,
            signed.get_rag_display() if signed else "",
            str(signed.signed_by) if signed else "",
            signed.expires_on.isoformat() if signed else "",
            signed.reason if signed else "",
        )
