from decimal import Decimal

import pghistory.models
import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.records.discrepancies import explain_discrepancy, may_explain_discrepancies
from ftc.records.errors import DiscrepancyRefused
from tests.factories.finance import make_amount, make_plan
from tests.factories.overview import make_stated_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def differing():
    """The records say £88m, the paper £90m."""
    make_amount(make_plan("2015/16"), "2015/16", "88000000")
    return make_stated_figure("£90m", "90000000")


def explain(row, by, now, **changes):
    values = {"explanation": "The paper counts pensions.", "expected_version": row.version}
    return explain_discrepancy(stated_figure=row, by=by, now=now, **(values | changes))


def test_explain_discrepancy_keeps_both_values_and_says_why(differing, finance_partner, now):
    explained = explain(differing, finance_partner, now, explanation="  It counts pensions. ")

    explained.refresh_from_db()
    assert (
        explained.explanation,
        explained.explained_by,
        explained.explained_at,
        explained.version,
        explained.low,
        explained.printed_text,
    ) == ("It counts pensions.", finance_partner, now, 2, Decimal("90000000.00"), "£90m")


def test_explain_discrepancy_is_told_in_history(differing, finance_partner, now):
    explain(differing, finance_partner, now)

    context = pghistory.models.Context.objects.latest("created_at")
    assert context.metadata == {
        "action": "records.explain_discrepancy",
        "user": finance_partner.pk,
        "user_name": "Fay Finance",
        "at": now.isoformat(),
        "reason": "The paper counts pensions.",
        "classification": "PUBLIC",
    }


def test_explain_discrepancy_may_be_said_again(differing, finance_partner, portfolio_officer, now):
    first = explain(differing, finance_partner, now)

    second = explain(first, portfolio_officer, now, explanation="No: it counts schools.")

    assert (second.explanation, second.explained_by, second.version) == (
        "No: it counts schools.",
        portfolio_officer,
        3,
    )


def test_explain_discrepancy_refuses_an_older_version(differing, finance_partner, now):
    explain(differing, finance_partner, now)

    with pytest.raises(StaleVersion):
        explain(differing, finance_partner, now, expected_version=1, explanation="Mine")

    differing.refresh_from_db()
    assert differing.explanation == "The paper counts pensions."


def test_explain_discrepancy_refuses_other_roles(differing, officer, now):
    with pytest.raises(NotPermitted, match="Your role does not explain discrepancies"):
        explain(differing, officer, now)

    differing.refresh_from_db()
    assert (differing.explanation, differing.version) == ("", 1)


@pytest.mark.parametrize(
    ("explanation", "sentence"),
    [("   ", "Say why the two differ."), ("x" * 501, "Keep it to 500 characters.")],
)
def test_explain_discrepancy_asks_for_a_reason(
    differing, finance_partner, now, explanation, sentence
):
    with pytest.raises(DiscrepancyRefused, match=sentence):
        explain(differing, finance_partner, now, explanation=explanation)


def test_explain_discrepancy_refuses_a_figure_that_agrees(differing, finance_partner, now):
    agreeing = make_stated_figure("£88m", "88000000")

    with pytest.raises(DiscrepancyRefused, match="agrees with the records"):
        explain(agreeing, finance_partner, now)


def test_explain_discrepancy_refuses_what_nothing_computes(finance_partner, now):
    licences = make_stated_figure("some 145", "145", key="")

    with pytest.raises(DiscrepancyRefused, match="Nothing in the records gives this figure"):
        explain(licences, finance_partner, now)


def test_may_explain_discrepancies_follows_the_role(finance_partner, portfolio_officer, member):
    assert [
        may_explain_discrepancies(user) for user in (finance_partner, portfolio_officer, member)
    ] == [True, True, False]
