from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from finance.models import FeeAgreement, LedgerEntry, Saving
from tests.factories.finance import (
    PROFILE_ON,
    make_amount,
    make_entry,
    make_expectation,
    make_fee,
    make_plan,
    make_saving,
    make_target,
)

pytestmark = pytest.mark.django_db


def refuses(name):
    """The database refuses by the constraint ``name``."""
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("change", [{"amount_gbp": Decimal(1)}, {"reason": "Another reason"}])
def test_entry_is_never_changed(change):
    entry = make_entry()

    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(**change)

    assert LedgerEntry.objects.get(pk=entry.pk).amount_gbp == Decimal("100.00")


def test_entry_is_never_deleted():
    entry = make_entry()

    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).delete()

    assert LedgerEntry.objects.filter(pk=entry.pk).exists()


def test_entry_is_by_a_person_or_a_paper():
    with refuses("finance_ledgerentry_by_a_person_or_a_paper"):
        make_entry(source=None)


@pytest.mark.parametrize("field", ["basis", "scenario"])
def test_entry_has_a_known_basis_and_scenario(field):
    with refuses(f"finance_ledgerentry_{field}_is_known"):
        make_entry(**{field: "OTHER"})


@pytest.mark.parametrize("field", ["cashability", "recurrence"])
def test_saving_has_a_known_kind(field):
    with refuses(f"finance_saving_{field}_is_known"):
        make_saving(**{field: "OTHER"})


def test_saving_has_a_reference_of_its_own():
    make_saving("0-25")

    with refuses("ref"):
        make_saving("0-25")


@pytest.mark.parametrize("amounts", [{"maximum": "0"}, {"full_at": "0"}])
def test_fee_is_above_nothing(amounts):
    with refuses("finance_feeagreement_amounts_are_positive"):
        make_fee(make_saving(), **amounts)


def test_saving_has_one_fee_a_day():
    saving = make_saving()
    make_fee(saving)

    with refuses("finance_feeagreement_once_a_day"), transaction.atomic():
        make_fee(saving)
    make_fee(saving, effective_on=date(2015, 2, 1))

    assert FeeAgreement.objects.filter(saving=saving).count() == 2


def test_plan_amount_is_not_negative():
    with refuses("finance_planamount_is_not_negative"):
        make_amount(make_plan(), "2015/16", "-1")


def test_plan_amount_has_a_known_measure():
    with refuses("finance_planamount_measure_is_known"):
        make_amount(make_plan(), "2015/16", "1", "OTHER")


def test_plan_has_a_year_once():
    with refuses("finance_planyear_once_a_plan"):
        make_plan("2015/16", "2015/16")


def test_target_is_a_range():
    with refuses("finance_categorytarget_low_not_above_high"):
        make_target(make_plan(), "2", "1")


@pytest.mark.parametrize("fields", [{"low": "2", "high": "1"}, {"years": 0}])
def test_expectation_is_a_range_over_years(fields):
    with refuses("finance_savingsexpectation_low_not_above_high_over_years"):
        make_expectation(**fields)


def test_pennies_are_kept():
    saving = make_saving()
    make_entry(saving, pounds="999999999999.99", effective_on=PROFILE_ON)

    assert Saving.objects.get().entries.get().amount_gbp == Decimal("999999999999.99")
