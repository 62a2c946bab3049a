"""Every write of finance: entries are added to the ledger, and nothing is taken out of it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from finance import permissions, policies
from finance.enums import Basis, Scenario
from finance.models import LedgerEntry, Saving
from ftc.organisation.models import User
from ftc.periods import FinancialYear
from ftc.records import history
from ftc.records.working_date import working_date

history.describe_actions(finance_add_entry="added an entry to the ledger")


@transaction.atomic
def add_entry(
    *,
    saving: Saving,
    financial_year: FinancialYear,
    basis: Basis,
    scenario: Scenario,
    amount_gbp: Decimal,
    effective_on: date | None = None,
    reason: str = "",
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> LedgerEntry:
    """Add pounds of a saving in one year to the ledger; a correction is a further entry.

    Writes the entry, then counts the saving's version up, so that a form sent twice, or made
    while somebody else added an entry, is refused the second time. ``effective_on`` is the
    working date when not given; earlier needs the permission to backdate and a reason.
    Raises EntryNotPermitted, EntryRefused, and StaleVersion when ``expected_version`` is given
    and has passed.
    """
    reason = reason.strip()
    effective_on = effective_on or working_date()
    with history.recording(action="finance.add_entry", by=by, at=now, reason=reason):
        saving = _locked(saving, expected_version)
        permissions.check_may_add_entry(by)
        policies.check_amount(amount_gbp)
        policies.check_not_in_the_future(effective_on, timezone.localdate(now))
        permissions.check_may_date_entry(
            by, effective_on=effective_on, working_on=working_date(), reason=reason
        )
        same = LedgerEntry.objects.filter(
            saving=saving,
            financial_year=financial_year.start,
            basis=basis.value,
            scenario=scenario.value,
        )
        policies.check_reversal(
            same.values_list("effective_on", "amount_gbp"), effective_on, amount_gbp, reason
        )
        entry = LedgerEntry.objects.create(
            saving=saving,
            financial_year=financial_year.start,
            basis=basis.value,
            scenario=scenario.value,
            amount_gbp=amount_gbp,
            effective_on=effective_on,
            reason=reason,
            by=by,
        )
        saving.version += 1
        saving.save(update_fields=["version"])
    return entry


def _locked(saving: Saving, expected_version: int | None) -> Saving:
    """The saving, locked until the transaction ends, so that two reversals cannot pass at once."""
    if expected_version is not None:
        locked: Saving = Saving.objects.locked(pk=saving.pk, expected_version=expected_version)
        return locked
    return Saving.objects.select_for_update(of=("self",)).get(pk=saving.pk)
