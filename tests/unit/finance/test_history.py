from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from finance import actions
from finance.enums import Basis, Scenario
from finance.history import told
from ftc.records.history.sentences import sentences
from tests.factories.finance import make_entry, make_saving, year

pytestmark = pytest.mark.django_db


def test_entry_is_told_with_its_pounds_and_reason(finance_partner):
    saving = make_saving()
    make_entry(saving, "2014/15", "5")  # of a paper, which the paper's own line tells
    actions.add_entry(
        saving=saving,
        financial_year=year("2015/16"),
        basis=Basis.FORECAST,
        scenario=Scenario.TARGET,
        amount_gbp=Decimal("1234.56"),
        effective_on=date(2014, 5, 6),
        reason="Month 1",
        by=finance_partner,
        now=datetime(2014, 5, 6, 9, tzinfo=UTC),
    )

    history = sentences(saving, finance_partner)

    assert [(s.sentence, s.reason) for s in history if s.by == "Fay Finance"] == [
        ("Added an entry to the ledger. 2015/16 forecast, target: £1,234.56.", "Month 1")
    ]
    assert not [s for s in history if "2014/15" in s.sentence]


@pytest.mark.parametrize(
    "pounds, text", [("0", "£0"), ("-34.56", "−£34.56"), ("7600000", "£7,600,000")]
)
def test_entry_is_told_in_pounds(pounds, text):
    entry = make_entry(pounds=pounds, scenario=Scenario.STRETCH)

    assert told(entry) == ("2015/16 plan, stretch", text)
