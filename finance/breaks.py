"""What threads lack on the side of money: a saving that nobody has planned."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from finance.enums import Basis
from finance.models import LedgerEntry, Saving
from ftc.organisation.enums import Permission
from ftc.programme.breaks import Break, finds_breaks
from ftc.programme.queries import known_by


@finds_breaks("saving without a plan")
def savings_without_a_plan(keys: Collection[int], as_at: date | None) -> list[Break]:
    """Savings of which no year is planned by ``as_at``; without a date, of which none is."""
    planned = LedgerEntry.objects.filter(saving=OuterRef("pk"), basis=Basis.PLAN).as_at(as_at)
    rows = known_by(Saving.objects.filter(~Exists(planned), activity__in=keys), as_at)
    return [
        Break(
            saving.activity_id,
            f"Saving {saving.ref}, {saving.title}: no plan.",
            reverse("finance:entry-add", args=[saving.ref]),
            Permission.FINANCE_EDIT,
        )
        for saving in rows.order_by("ref")
    ]
