"""Completeness, versions, differences and the figure of business cases."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.organisation.enums import Role
from ftc.programme.models import Benefit, Risk
from ftc.records.figures import evaluate
from reviews.calculations.text_differences import Mark
from reviews.enums import BusinessCaseKind, FiveCase, OptionStateKind, SectionState
from reviews.models import KeyDecisionTest, Option
from reviews.queries.business_case_checks import CHECKS, completeness_of
from reviews.queries.business_case_versions import (
    NOW,
    differences,
    edition,
    usual_pair,
    version_lines,
    version_numbers,
)
from reviews.queries.business_cases import (
    benefits_table,
    case_lines,
    case_page,
    money_figures,
)
from tests.factories.appraisal import make_agreed_appraisal
from tests.factories.business_cases import (
    EXEMPT,
    TODAY,
    cleared_case,
    keep,
    make_case,
    name_owner,
    section_at,
    section_of,
    write,
)
from tests.factories.finance import make_entry, make_fee, make_saving
from tests.factories.organisation import make_user
from tests.factories.reviews import make_milestone, make_option, make_review

pytestmark = pytest.mark.django_db
BEFORE = date(2014, 5, 5)


def answers(case, as_at=None):
    found = completeness_of(case.review, [case], as_at=as_at)[case.pk]
    return {a.check.code: a.answer for a in found.answers}


def met(case, as_at=None):
    return {code for code, answer in answers(case, as_at).items() if answer.is_met}


def test_outline_and_full_ask_different_lists():
    review = make_review()
    outline, full = make_case(review), make_case(review, kind=BusinessCaseKind.FULL)

    assert list(answers(outline)) == [
        "written", "owned", "cleared", "preferred", "do-nothing", "present-value", "milestones",
        "risks", "benefits", "savings",
    ]  # fmt: skip
    assert list(answers(full)) == [*answers(outline), "cost", "key-decision"]
    assert all(check.source for check in CHECKS)


def test_of_an_empty_one_nothing_is_met_and_each_says_why():
    case = make_case(make_review("P1-PRO"), kind=BusinessCaseKind.FULL)

    found = answers(case)

    assert {code: answer.sentence for code, answer in found.items() if not answer.is_met} == {
        "written": "Not written: Strategic case; Economic case; Commercial case and 2 more.",
        "owned": "Without an owner: Strategic case; Economic case; Commercial case and 2 more.",
        "cleared": "Not cleared: Strategic case; Economic case; Commercial case and 2 more.",
        "preferred": "No option of the review is preferred.",
        "do-nothing": "No appraisal of the options has been agreed.",
        "present-value": "No appraisal of the options has been agreed.",
        "milestones": "The review has no milestones.",
        "risks": "No risk of the review is recorded.",
        "benefits": "No benefit of the review is recorded.",
        "savings": "No saving of the review is recorded.",
        "cost": "Neither the appraisal nor an agreed fee states what the change costs.",
        "key-decision": "Nobody has said whether a Key Decision is needed.",
    }
    assert found["written"].url == f"/reviews/business-cases/{case.code}/strategic/"
    assert found["key-decision"].url == "/reviews/P1-PRO/gate/key-decision/"


def test_the_words_the_owners_and_the_clearance_are_read_from_the_five():
    case = cleared_case()
    assert met(case) >= {"written", "owned", "cleared"}

    write(section_of(case, FiveCase.ECONOMIC), "Other")

    assert answers(case)["cleared"].sentence == "Not cleared: Economic case."
    assert answers(case)["cleared"].url.endswith("/economic/")


def test_the_options_and_their_appraisal_are_read():
    review = make_review()
    case = make_case(review, kind=BusinessCaseKind.FULL)
    make_option(review, OptionStateKind.PREFERRED, title="A trust", reason="It fits.")
    assert answers(case)["present-value"].sentence == "No appraisal of the options has been agreed."
    make_agreed_appraisal(review, amounts=[[(100, 0), (100, 0)], [(50, 80), (50, 80)]])

    found = answers(case)

    assert found["preferred"].sentence == "Preferred: A trust."
    assert found["do-nothing"].is_met
    assert found["present-value"].is_met
    assert found["cost"].is_met
    assert not found["key-decision"].is_met


def test_an_exempt_appraisal_counts_and_is_not_named():
    review = make_review()
    case = make_case(review)
    make_agreed_appraisal(
        review, title="Prices of Magrathea", assessors=[make_user(Role.PORTFOLIO_OFFICE)], **EXEMPT
    )

    found = answers(case)

    assert found["do-nothing"].is_met
    assert found["present-value"].sentence.startswith("Without a net present value: Do nothing; ")
    assert "Magrathea" not in " ".join(answer.sentence for answer in found.values())


def test_milestones_need_dates_and_owners():
    review = make_review()
    case = make_case(review)
    dated = make_milestone(review, baseline=date(2014, 9, 1), title="Shadow form")
    undated = make_milestone(review, title="Go live")

    assert answers(case)["milestones"].sentence == (
        "Without an owner: 2 of 2 milestones. Without a date: Go live."
    )
    for milestone in (dated, undated):
        milestone.owner = make_user(Role.OFFICER)
        milestone.save()
    assert answers(case)["milestones"].sentence == "Milestones without a date: Go live."
    undated.delete()
    assert answers(case)["milestones"].sentence == (
        "Each of the 1 milestones has a date and an owner."
    )


def _risk(review, number, **fields):
    return Risk.objects.create(
        code=f"R-{number}", activity=review, title=f"Risk {number}", description="It may not come.",
        source_kind="report_risk", **fields,
    )  # fmt: skip


def test_risks_need_owners_and_costs():
    review = make_review()
    case = make_case(review)
    risk = _risk(review, 1, printed_owner="The Director")

    assert answers(case)["risks"].sentence == "Risk R-1, Risk 1: no cost."
    assert answers(case)["risks"].url == "/programme/risks/R-1/edit/"
    risk.cost_gbp = Decimal(100)
    risk.save()
    assert answers(case)["risks"].sentence == "Each risk has an owner and a cost (1 recorded)."
    for number in range(2, 7):
        _risk(review, number)
    assert answers(case)["risks"].sentence.endswith("And 2 more.")


def test_benefits_need_baselines():
    review = make_review()
    case = make_case(review)
    benefit = Benefit.objects.create(code="B-1", activity=review, title="Faster answers")

    assert answers(case)["benefits"].sentence == "Benefit Faster answers: no baseline."
    benefit.baseline_value, benefit.baseline_on = Decimal(12), date(2014, 4, 1)
    benefit.save()
    assert answers(case)["benefits"].is_met


def test_savings_need_plans_and_fees_state_a_cost():
    review = make_review()
    case = make_case(review, kind=BusinessCaseKind.FULL)
    saving = make_saving("S-1", activity=review, title="Fewer buildings")

    assert answers(case)["savings"].sentence == "Savings without a plan: Fewer buildings."
    make_entry(saving, "2015/16", "100", effective_on=TODAY)
    make_fee(saving, "50", effective_on=TODAY)
    assert {"savings", "cost"} <= met(case)
    assert not {"savings", "cost"} & met(case, BEFORE)
    assert [(f.meaning, f.value) for f in money_figures(review, as_at=None, user=None)] == [
        ("Savings planned of an activity: cashable", "£100"),
        ("Fees agreed for the savings of an activity", "£50"),
    ]


def test_a_key_decision_is_considered_whichever_way():
    case = make_case(kind=BusinessCaseKind.FULL)
    KeyDecisionTest.objects.create(
        review=case.review, is_needed=False, reason="Below the threshold.", by=make_user(),
        effective_on=TODAY,
    )  # fmt: skip

    assert answers(case)["key-decision"].sentence == "No Key Decision is needed."
    assert "key-decision" not in met(case, BEFORE)


def test_the_percentage_is_of_the_checks_asked_and_100_is_all():
    case = cleared_case()

    complete = completeness_of(case.review, [case], as_at=None)[case.pk]

    assert (complete.met, complete.asked, complete.percent) == (3, 10, Decimal(30))
    assert complete.words == "30 % complete: 3 of 10 checks met"
    assert completeness_of(case.review, [], as_at=None) == {}


def test_on_a_past_day_the_last_version_kept_by_then_counts():
    case = make_case(today=date(2014, 4, 1))
    write(section_of(case), "Kept")
    keep(case, today=date(2014, 4, 10))
    write(section_of(case), "Not kept")

    then = edition(case, NOW, as_at=date(2014, 4, 20))
    before = edition(case, NOW, as_at=date(2014, 4, 5))

    assert then.sections[0].text == "Kept"
    assert [section.text for section in before.sections] == [""] * 5
    assert edition(case, NOW, as_at=None).sections[0].text == "Not kept"
    assert version_numbers(case, as_at=date(2014, 4, 5)) == []


@pytest.mark.parametrize("which", ["2", "x", "", "٣", "999999999999", "-1"])
def test_a_version_that_is_not_there_is_nothing(which):
    case = make_case()
    keep(case)

    assert edition(case, which, as_at=None) is None


def test_differences_are_told_case_by_case():
    case = make_case()
    write(section_of(case), "It costs ten.")
    keep(case)
    owner = make_user(Role.OFFICER, name="Olive")
    name_owner(write(section_of(case), "It costs twelve."), owner)

    found = differences(edition(case, "1", as_at=None), edition(case, NOW, as_at=None))

    first, *others = found
    assert [piece.mark for piece in first.lines[0].pieces] == [
        Mark.SAME, Mark.REMOVED, Mark.ADDED, Mark.SAME,
    ]  # fmt: skip
    assert first.summary == "1 word added, 1 word removed"
    assert (first.old.owner, first.new.owner, first.owner_differs) == ("", "Olive", True)
    assert not any(other.differs for other in others)


def test_each_version_is_compared_with_what_came_next():
    case = make_case()
    keep(case)
    section_at(SectionState.DRAFT, case)
    write(section_of(case))
    keep(case)

    second, first = version_lines(case, as_at=None)

    assert second.differences_url.endswith("differences/?from=2&to=now")
    assert first.differences_url.endswith("differences/?from=1&to=2")
    assert version_lines(case, as_at=TODAY)[0].differences_url == ""
    assert usual_pair([1, 2]) == ("2", NOW)
    assert usual_pair([]) == (NOW, NOW)


def test_a_list_holds_what_its_reader_may_read():
    review = make_review()
    make_case(review, title="Open")
    make_case(review, kind=BusinessCaseKind.FULL, title="Shut", **EXEMPT)

    def titles(role):
        lines = case_lines(review, as_at=None, user=make_user(role))
        return {line.case.title for line in lines}

    assert titles(Role.OFFICER) == {"Open"}
    assert titles(Role.MEMBER) == {"Open", "Shut"}
    assert case_lines(review, as_at=BEFORE, user=make_user(Role.MEMBER)) == []


def test_the_figure_reads_the_last_of_the_kind_that_may_be_read():
    review = make_review("P1-PRO")
    params = {"review": "P1-PRO", "kind": "outline"}
    assert evaluate("reviews.business_case_completeness", params).value is None
    make_case(review, **EXEMPT)

    shut = evaluate("reviews.business_case_completeness", params, user=make_user(Role.OFFICER))
    seen = evaluate("reviews.business_case_completeness", params, user=make_user(Role.MEMBER))

    assert (shut.value, shut.lineage) == (None, [])
    assert (seen.value, seen.text, len(seen.lineage)) == (Decimal(0), "0 %", 10)
    assert evaluate(
        "reviews.business_case_completeness", params, as_at=BEFORE, user=make_user(Role.MEMBER)
    ).value is None  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries_however_much_it_rests_on(count, django_assert_num_queries):
    review = make_review()
    case = make_case(review)
    make_agreed_appraisal(review)
    for number in range(count):
        saving = make_saving(activity=review)
        make_entry(saving, "2015/16", "100", effective_on=TODAY)
        make_milestone(review, baseline=date(2014, 9, 1))
        _risk(review, number)
        Benefit.objects.create(code=f"B-{number}", activity=review, title="Faster")
        case.options.add(Option.objects.filter(review=review)[number % 2])
        write(section_of(case), f"Words {number}")
        keep(case)
    reader = make_user(Role.MEMBER)
    reader.may("review.read")
    case = type(case).objects.select_related("review").get(pk=case.pk)

    with django_assert_num_queries(35):
        case_page(case, as_at=None, user=reader)


def test_benefits_are_told_with_what_they_are_measured_by():
    review = make_review()
    Benefit.objects.create(
        code="B-1", activity=review, title="Faster", unit="days", baseline_value=Decimal("12.50"),
        baseline_on=date(2014, 4, 1),
    )  # fmt: skip

    table = benefits_table(review, as_at=None)

    assert table.rows == (("Faster", "12.5 days on 1 April 2014", "not known", "no owner"),)
