import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from finance.models import LedgerEntry
from ftc.organisation.enums import Role
from tests.factories.finance import (
    make_amount,
    make_entry,
    make_full_plan,
    make_programme_saving,
    make_saving,
    make_stated,
    make_target,
)
from tests.factories.organisation import make_user

pytestmark = pytest.mark.django_db

ADD = "/savings/SAV/entries/add/"


@pytest.fixture
def client(client_of, finance_partner):
    return client_of(finance_partner)


@pytest.fixture
def saving():
    return make_saving("SAV")


def typed(saving, **fields):
    return {
        "version": saving.version,
        "financial_year": "2015/16",
        "basis": "FORECAST",
        "scenario": "TARGET",
        "amount_gbp": "£1,234.56",
        "effective_on_day": "6",
        "effective_on_month": "5",
        "effective_on_year": "2014",
        "reason": "Month 1",
    } | fields


def words(response):
    """The text of a page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_savings_page_tells_the_plan(client):
    make_full_plan()
    make_programme_saving()
    make_stated("finance.unidentified", "45000000", "£45m", params={"year": "2015/16"})

    page = words(client.get("/savings/"))

    assert "is needed in 2015/16;" in page
    assert "how much of it is identified is not known" in page
    assert "≠ printed £45m" in page
    assert "0-25 Unified Programme" in page


def test_savings_page_as_at_december_knows_the_categories_only(client):
    make_full_plan()

    page = words(client.get("/savings/?as_at=2013-12-12"))

    assert "What the plan requires was not known on 12 December 2013." in page
    assert "180,000,000" in page


def test_savings_page_without_a_plan_says_so(client):
    assert "No plan is recorded." in words(client.get("/savings/"))


@pytest.mark.parametrize("role", list(Role))
def test_savings_are_read_by_everybody_who_signs_in(client_of, role, saving):
    client = client_of(make_user(role))

    assert client.get("/savings/").status_code == 200
    page = client.get("/savings/SAV/")
    assert page.status_code == 200
    assert (b"Add to the ledger" in page.content) == (role == Role.FINANCE)
    assert client.get(ADD).status_code == (200 if role == Role.FINANCE else 403)
    refused = client.post(ADD, typed(saving))
    assert refused.status_code == (302 if role == Role.FINANCE else 403)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_plan_is_a_file(client, extension):
    make_full_plan()

    response = client.get(f"/savings/export.{extension}?as_at=2014-05-06")

    assert response.status_code == 200
    assert response["Content-Disposition"] == (
        f'attachment; filename="plan-as-at-2014-05-06.{extension}"'
    )
    assert response.content


def test_plan_has_no_other_format(client):
    assert client.get("/savings/export.pdf").status_code == 404


def test_saving_that_is_not_there_is_not_found(client):
    assert client.get("/savings/none/").status_code == 404
    assert client.get("/savings/none/entries/add/").status_code == 404


def test_entry_is_added_and_told(client, saving):
    response = client.post(ADD, typed(saving), follow=True)

    entry = LedgerEntry.objects.get()
    assert response.redirect_chain == [("/savings/SAV/", 302)]
    assert (entry.amount_gbp, entry.effective_on) == (Decimal("1234.56"), date(2014, 5, 6))
    page = words(response)
    assert "The entry was added to the ledger." in page
    assert "Fay Finance Month 1" in page
    assert "1,234.56" in page


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"financial_year": "2015"}, "“2015” is not a financial year. Write it like 2015/16."),
        ({"financial_year": ""}, "Enter financial year"),
        ({"basis": ""}, "Select what the pounds are"),
        ({"amount_gbp": "lots"}, "Enter an amount in pounds, like 1,250,000 or -40,000.50"),
        ({"amount_gbp": "1.001"}, "Enter pounds and pence, with two decimals"),
        ({"effective_on_day": "31", "effective_on_month": "2"}, "must be a real date"),
        ({"amount_gbp": "-1"}, "would leave less than nothing"),
        ({"effective_on_month": "4"}, "before the working date, 6 May 2014"),
        ({"effective_on_year": "2190"}, "An entry cannot take effect after today"),
    ],
)
def test_refused_entry_keeps_what_was_typed(client, saving, fields, sentence):
    response = client.post(ADD, typed(saving, **fields))

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert sentence in words(response)
    assert "Month 1" in page
    assert f'value="{fields.get("amount_gbp", "£1,234.56")}"' in page
    assert not LedgerEntry.objects.exists()


def test_second_of_two_entries_is_shown_the_first(client, saving):
    client.post(ADD, typed(saving))

    response = client.post(ADD, typed(saving, amount_gbp="99"))

    page = response.content.decode()
    assert response.status_code == 422
    assert LedgerEntry.objects.count() == 1
    assert "Someone else saved this while you were working on it." in words(response)
    assert "£1,234.56" in page
    assert "£99" in page
    assert 'name="version" value="2"' in page


def test_entry_sent_again_on_purpose_is_added(client, saving):
    client.post(ADD, typed(saving))

    client.post(ADD, typed(saving, version=2))

    assert LedgerEntry.objects.count() == 2


def test_past_day_offers_no_form(client, saving):
    page = client.get("/savings/SAV/?as_at=2014-03-27")

    assert b"Add to the ledger" not in page.content


def test_saving_before_its_paper_was_not_known(client):
    saving = make_programme_saving()
    saving.source = saving.entries.first().source
    saving.save()

    page = words(client.get("/savings/0-25/?as_at=2014-03-27"))

    assert "No paper had set this saving out by 27 March 2014." in page
    assert "Recurrent" not in page


def add_programmes(count):
    for number in range(count):
        saving = make_saving(f"P{number}")
        make_entry(saving, "2015/16", "10")
        make_entry(saving, "2016/17", "20")
        saving.fees.create(
            title="Fee", maximum_gbp=1, full_at_gbp=1, effective_on=timezone.localdate()
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_savings_page_takes_the_same_queries(client, rows, django_assert_num_queries):
    plan = make_full_plan()
    for number in range(rows):
        make_amount(plan, "2014/15", 90 + number, effective_on=date(2014, 6, 1 + number))
        make_target(plan, "1", "2")
        make_stated("finance.requirement", "239000000")
    add_programmes(rows)
    client.get("/savings/")

    with django_assert_num_queries(12):
        client.get("/savings/")


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_page_takes_the_same_queries(client, saving, rows, django_assert_num_queries):
    for number in range(rows):
        make_entry(saving, "2015/16", number, by=make_user())
    client.get("/savings/SAV/")

    with django_assert_num_queries(9):
        client.get("/savings/SAV/")
