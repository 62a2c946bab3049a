"""What belongs to a saving's history: the entries that people made in its ledger."""

from finance.models import LedgerEntry, Saving
from ftc import money
from ftc.records.history import DatedRows, register_parts


def told(entry: LedgerEntry) -> tuple[str, str]:
    """ "2015/16 forecast, target" and "£1,234.56"."""
    what = f"{entry.year} {entry.get_basis_display().lower()}"
    sign = "−" if entry.amount_gbp < 0 else ""
    pounds = f"{sign}£{money.in_pounds(abs(entry.amount_gbp))}"
    return f"{what}, {entry.get_scenario_display().lower()}", pounds


# Entries read from a paper are told once, with the paper.
register_parts(
    Saving,
    rows=(
        DatedRows(
            lambda saving, user: LedgerEntry.objects.filter(
                saving=saving, by__isnull=False
            ).select_related("by", "source"),
            told,
        ),
    ),
)
