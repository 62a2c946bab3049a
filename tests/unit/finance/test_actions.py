from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from finance import actions
from finance.enums import Basis, Scenario
from finance.errors import EntryNotPermitted, EntryRefused
from finance.models import LedgerEntry
from ftc.errors import StaleVersion
from ftc.organisation.enums import Role
from tests.factories.finance import make_entry, make_saving, year
from tests.factories.organisation import make_user

pytestmark = pytest.mark.django_db

WORKING_DATE = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 9, tzinfo=UTC)


@pytest.fixture
def saving():
    return make_saving()


def add_entry(saving, by, **fields):
    return actions.add_entry(
        **(
            {
                "saving": saving,
                "financial_year": year("2015/16"),
                "basis": Basis.FORECAST,
                "scenario": Scenario.TARGET,
                "amount_gbp": Decimal("1234.56"),
                "by": by,
                "now": NOW,
            }
            | fields
        )
    )


def test_add_entry_writes_who_what_and_when(saving, finance_partner):
    add_entry(saving, finance_partner, reason="  Month 1 forecast ")

    entry = LedgerEntry.objects.get()
    assert (entry.saving, entry.year, entry.basis, entry.scenario) == (
        saving,
        year("2015/16"),
        Basis.FORECAST,
        Scenario.TARGET,
    )
    assert (entry.amount_gbp, entry.effective_on) == (Decimal("1234.56"), WORKING_DATE)
    assert (entry.by, entry.reason, entry.source) == (finance_partner, "Month 1 forecast", None)
    assert entry.recorded_at is not None


def test_add_entry_counts_the_version_up_and_tells_history(saving, finance_partner):
    add_entry(saving, finance_partner, reason="Month 1")

    saving.refresh_from_db()
    told = saving.events.order_by("-pgh_id").first().pgh_context.metadata
    assert saving.version == 2
    assert (told["action"], told["user"], told["reason"]) == (
        "finance.add_entry",
        finance_partner.pk,
        "Month 1",
    )


def test_add_entry_sent_twice_adds_one(saving, finance_partner):
    add_entry(saving, finance_partner, expected_version=1)

    with pytest.raises(StaleVersion):
        add_entry(saving, finance_partner, expected_version=1)

    assert LedgerEntry.objects.count() == 1


def test_correction_is_a_further_entry(saving, finance_partner):
    first = add_entry(saving, finance_partner)
    add_entry(saving, finance_partner, amount_gbp=Decimal("-34.56"), reason="Pence too many")

    first.refresh_from_db()
    assert first.amount_gbp == Decimal("1234.56")
    assert sum(entry.amount_gbp for entry in saving.entries.all()) == Decimal("1200.00")


@pytest.mark.parametrize(
    "other",
    [
        {"financial_year": year("2016/17")},
        {"basis": Basis.ACHIEVED},
        {"scenario": Scenario.STRETCH},
    ],
)
def test_reversal_looks_at_the_same_year_basis_and_scenario(saving, finance_partner, other):
    add_entry(saving, finance_partner)

    with pytest.raises(EntryRefused, match="less than nothing"):
        add_entry(saving, finance_partner, amount_gbp=Decimal(-1), reason="Wrong", **other)

    assert LedgerEntry.objects.count() == 1


def test_reversal_does_not_take_another_savings_pounds(saving, finance_partner):
    make_entry(make_saving(), "2015/16", "500", basis=Basis.FORECAST, effective_on=WORKING_DATE)

    with pytest.raises(EntryRefused, match="less than nothing"):
        add_entry(saving, finance_partner, amount_gbp=Decimal(-1), reason="Wrong")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PORTFOLIO_OFFICE, Role.MEMBER])
def test_add_entry_is_for_finance(saving, role):
    with pytest.raises(EntryNotPermitted, match="Only a finance partner"):
        add_entry(saving, make_user(role))

    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "fields, refusal, words",
    [
        ({"amount_gbp": Decimal("0.001")}, EntryRefused, "whole pence"),
        ({"effective_on": date(2014, 5, 7)}, EntryRefused, "after today"),
        ({"effective_on": date(2014, 5, 5), "reason": "x"}, EntryNotPermitted, "6 May 2014"),
    ],
)
def test_refused_entry_leaves_nothing_behind(saving, finance_partner, fields, refusal, words):
    with pytest.raises(refusal, match=words):
        add_entry(saving, finance_partner, **fields)

    saving.refresh_from_db()
    assert not LedgerEntry.objects.exists()
    assert saving.version == 1


def test_earlier_entry_with_permission_and_reason_counts_from_its_day(saving):
    both = make_user(Role.FINANCE, Role.PORTFOLIO_OFFICE)
    add_entry(saving, both, effective_on=date(2014, 4, 1), reason="Agreed with the budget")

    assert [e.amount_gbp for e in LedgerEntry.objects.as_at(date(2014, 4, 1))] == [
        Decimal("1234.56")
    ]
    assert not LedgerEntry.objects.as_at(date(2014, 3, 31)).exists()
