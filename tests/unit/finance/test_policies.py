from datetime import date
from decimal import Decimal

import pytest

from finance import permissions, policies
from finance.errors import EntryNotPermitted, EntryRefused
from ftc.organisation.enums import Role
from tests.factories.organisation import make_user

TODAY = date(2014, 5, 6)


@pytest.mark.parametrize("amount", ["0", "0.01", "-0.01", "999999999999.99"])
def test_amount_of_whole_pence_is_taken(amount):
    policies.check_amount(Decimal(amount))


@pytest.mark.parametrize(
    "amount, words",
    [
        ("0.001", "pounds and whole pence"),
        ("1000000000000", "larger than the ledger can hold"),
        ("-1000000000000", "larger than the ledger can hold"),
        ("NaN", "larger than the ledger can hold"),
    ],
)
def test_amount_that_the_ledger_cannot_hold_is_refused(amount, words):
    with pytest.raises(EntryRefused, match=words):
        policies.check_amount(Decimal(amount))


def test_entry_of_tomorrow_is_refused():
    policies.check_not_in_the_future(TODAY, TODAY)

    with pytest.raises(EntryRefused, match="cannot take effect after today, 6 May 2014"):
        policies.check_not_in_the_future(date(2014, 5, 7), TODAY)


def test_reversal_takes_back_what_was_there():
    policies.check_reversal([(TODAY, Decimal(100))], TODAY, Decimal(-100), "Typed twice")


@pytest.mark.parametrize(
    "amount, on, words",
    [
        ("-100.01", TODAY, "£100 stood there on 6 May 2014. Taking back £100.01"),
        ("-1", date(2014, 5, 5), "£0 stood there on 5 May 2014"),
    ],
)
def test_reversal_of_more_than_there_was_is_refused(amount, on, words):
    with pytest.raises(EntryRefused, match=words):
        policies.check_reversal([(TODAY, Decimal(100))], on, Decimal(amount), "Typed twice")


def test_reversal_may_not_leave_a_later_one_without_its_pounds():
    earlier = [(date(2014, 5, 1), Decimal(100)), (date(2014, 5, 5), Decimal(-80))]

    with pytest.raises(EntryRefused, match="less than nothing"):
        policies.check_reversal(earlier, date(2014, 5, 2), Decimal(-30), "Typed twice")


def test_reversal_says_why():
    with pytest.raises(EntryRefused, match="Give a reason"):
        policies.check_reversal([(TODAY, Decimal(100))], TODAY, Decimal(-1), "")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_finance_adds_entries(role):
    user = make_user(role)

    if role == Role.FINANCE:
        permissions.check_may_add_entry(user)
    else:
        with pytest.raises(EntryNotPermitted, match="Only a finance partner"):
            permissions.check_may_add_entry(user)
    assert permissions.may_add_entry(user) == (role == Role.FINANCE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "roles, on, reason, refusal",
    [
        ([Role.FINANCE], TODAY, "", None),
        ([Role.FINANCE], date(2014, 5, 5), "Late", EntryNotPermitted),
        ([Role.FINANCE, Role.PORTFOLIO_OFFICE], date(2014, 5, 5), " ", EntryRefused),
        ([Role.FINANCE, Role.PORTFOLIO_OFFICE], date(2014, 5, 5), "Late", None),
    ],
)
def test_earlier_date_needs_the_permission_and_a_reason(roles, on, reason, refusal):
    user = make_user(*roles)

    def check():
        permissions.check_may_date_entry(user, effective_on=on, working_on=TODAY, reason=reason)

    if refusal is None:
        check()
    else:
        with pytest.raises(refusal):
            check()
