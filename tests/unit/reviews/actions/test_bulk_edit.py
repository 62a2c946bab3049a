"""Editing several reviews together: judged each on its own, saved whole, undone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.programme import actions as programme
from ftc.programme.enums import AssignmentRole, MilestoneDateKind, Rag
from ftc.programme.models import StatusReport
from reviews.actions import imports
from reviews.enums import ImportState, RowOutcome
from reviews.errors import ImportRefused
from reviews.queries.people import people_of
from tests.factories.imports import confirm, told, undo
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    date_milestone,
    make_assignment,
    make_milestone,
    make_review,
    report_status,
)

pytestmark = pytest.mark.django_db
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome
TODAY = date(2014, 5, 6)
CODES = ["P1-PRO", "P1-HR"]
LEAD, OWNER = AssignmentRole.LEAD, AssignmentRole.SENIOR_RESPONSIBLE_OWNER


@pytest.fixture
def olive():
    return make_user(Role.OFFICER, username="olive", name="Olive Officer")


@pytest.fixture(autouse=True)
def property_review(olive):
    return make_review("P1-PRO", title="Property", lead=olive)


@pytest.fixture(autouse=True)
def hr_review():
    return make_review("P1-HR", title="HR")


def edit(by, change, codes=CODES):
    return imports.make_bulk_edit(
        codes=codes, change=change, by=by, now=timezone.now(), today=TODAY
    )


def status(rag=Rag.GREEN, *, narrative="Going well", next_steps="", against_hint=""):
    return {
        "what": "status",
        "rag": rag,
        "narrative": narrative,
        "next_steps": next_steps,
        "against_hint": against_hint,
    }


def forecast_of(milestone):
    milestone = type(milestone).objects.get(pk=milestone.pk)
    dated = milestone.date_of(MilestoneDateKind.FORECAST, None)
    return dated.on if dated else None


def named(review):
    return {role: user.username for role, user in people_of(review).items()}


def test_lead_is_named_for_each_and_given_back(
    property_review, hr_review, portfolio_officer, olive
):
    other = make_user(Role.OFFICER, username="other")
    held = edit(portfolio_officer, {"what": "lead", "user": "other"})
    assert (held.state, told(held)) == (
        ImportState.PREVIEWED,
        [(1, CHANGED, "P1-PRO", []), (2, CHANGED, "P1-HR", [])],
    )
    assert held.rows.get(number=1).before == {"lead": "olive"}

    saved = confirm(held, portfolio_officer)

    assert saved.state == ImportState.SAVED
    assert named(property_review) == named(hr_review) == {LEAD: other.username}
    assert undo(saved, portfolio_officer).state == ImportState.UNDONE
    assert (named(property_review), named(hr_review)) == ({LEAD: "olive"}, {})


def test_lead_who_is_named_already_and_one_who_owns_it(hr_review, portfolio_officer, olive):
    pat = make_user(Role.PORTFOLIO_OFFICE, username="pat")
    make_assignment(hr_review, pat, OWNER)

    held = edit(portfolio_officer, {"what": "lead", "user": "olive"}, ["P1-PRO", "P1-XX"])
    both = edit(portfolio_officer, {"what": "lead", "user": "pat"}, ["P1-HR"])

    assert told(held) == [
        (1, UNCHANGED, "P1-PRO", []),
        (2, WRONG, "P1-XX", ["There is no review P1-XX."]),
    ]
    assert told(both) == [
        (1, WRONG, "P1-HR", ["pat cannot be both Lead and Senior Responsible Owner."])
    ]


def test_nobody_is_named_and_the_other_part_is_kept(property_review, portfolio_officer, sro):
    make_assignment(property_review, sro, OWNER)

    confirm(edit(portfolio_officer, {"what": "lead", "user": ""}, ["P1-PRO"]), portfolio_officer)

    assert named(property_review) == {OWNER: sro.username}


def test_leads_edit_only_theirs_and_name_nobody(property_review, olive):
    make_milestone(property_review, forecast=date(2014, 6, 2))

    assert [row[1:] for row in told(edit(olive, status()))] == [
        (CHANGED, "P1-PRO", []),
        (WRONG, "P1-HR", ["Only whoever leads HR may report its status."]),
    ]
    assert [row[1:] for row in told(edit(olive, {"what": "forecast", "shift": 5}))] == [
        (CHANGED, "P1-PRO", []),
        (
            WRONG,
            "P1-HR",
            ["Only whoever leads HR and the portfolio office may change its milestones."],
        ),
    ]
    assert {row[1] for row in told(edit(olive, {"what": "lead", "user": ""}))} == {WRONG}


def test_only_who_made_it_and_the_portfolio_office_handle_a_bulk_edit(olive, portfolio_officer):
    held = edit(olive, status())

    with pytest.raises(NotPermitted, match="Only the portfolio office may see this, and whoever"):
        confirm(held, make_user(Role.OFFICER))
    with pytest.raises(NotPermitted, match="Only leads and the portfolio office"):
        edit(make_user(Role.FINANCE), {"what": "lead", "user": ""})

    assert confirm(held, olive, leave_out_wrong=True).state == ImportState.SAVED
    assert list(StatusReport.objects.values_list("activity__code", flat=True)) == ["P1-PRO"]


def test_next_milestone_is_moved_by_working_days_and_back(
    property_review, hr_review, portfolio_officer
):
    make_milestone(property_review, forecast=date(2014, 4, 1), achieved=date(2014, 4, 1))
    make_milestone(property_review, forecast=date(2014, 4, 2), report="MET")
    later = make_milestone(property_review, forecast=date(2014, 9, 1))
    next_one = make_milestone(property_review, title="Tender", baseline=date(2014, 5, 2))
    vague = make_milestone(hr_review, title="Award")
    date_milestone(vague, MilestoneDateKind.FORECAST, date(2014, 6, 1), precision="month")

    held = edit(portfolio_officer, {"what": "forecast", "shift": 1, "reason": "Late tender"})
    assert told(held) == [
        (1, CHANGED, "P1-PRO", []),
        (
            2,
            WRONG,
            "P1-HR",
            ["Award is not dated to the day, so it cannot be moved by working days."],
        ),
    ]
    assert held.rows.get(number=1).title == "Property: Tender"

    saved = confirm(held, portfolio_officer, leave_out_wrong=True)

    assert saved.state == ImportState.SAVED
    assert (forecast_of(next_one), forecast_of(later)) == (date(2014, 5, 6), date(2014, 9, 1))
    assert undo(saved, portfolio_officer).state == ImportState.UNDONE
    assert forecast_of(next_one) is None


def test_next_milestone_is_set_to_a_day(property_review, hr_review, portfolio_officer):
    vague = make_milestone(hr_review)
    date_milestone(vague, MilestoneDateKind.FORECAST, date(2014, 6, 1), precision="month")

    held = edit(portfolio_officer, {"what": "forecast", "on": "2014-07-01", "reason": ""})
    confirm(held, portfolio_officer, leave_out_wrong=True)

    assert told(held) == [
        (1, WRONG, "P1-PRO", ["It has no milestone ahead that is dated."]),
        (2, CHANGED, "P1-HR", []),
    ]
    assert forecast_of(vague) == date(2014, 7, 1)


def test_status_is_reported_for_each_and_taken_back(
    property_review, hr_review, portfolio_officer, olive
):
    before = report_status(property_review, Rag.GREEN, by=olive)
    change = status(Rag.AMBER, narrative="It waits", next_steps="Chase")
    held = edit(portfolio_officer, change)
    assert held.rows.get(number=1).before == {
        "rag": Rag.GREEN,
        "narrative": "As it stands.",
        "next_steps": "",
    }

    saved = confirm(held, portfolio_officer)

    reported = StatusReport.objects.exclude(pk=before.pk).order_by("activity__code")
    assert [(r.activity.code, r.rag, r.narrative, r.next_steps) for r in reported] == [
        ("P1-HR", Rag.AMBER, "It waits", "Chase"),
        ("P1-PRO", Rag.AMBER, "It waits", "Chase"),
    ]
    assert undo(saved, portfolio_officer).state == ImportState.UNDONE
    assert list(StatusReport.objects.all()) == [before]


def test_status_better_than_the_records_give_says_why_or_is_refused(
    property_review, portfolio_officer
):
    make_milestone(property_review, title="Tender", forecast=date(2014, 5, 2))

    refused = edit(portfolio_officer, status())
    reported = edit(portfolio_officer, status(against_hint="It is out today"))
    confirm(reported, portfolio_officer)

    assert told(refused) == [
        (
            1,
            WRONG,
            "P1-PRO",
            [
                "The records speak for at risk: Tender was due 2 May 2014 and has not been "
                "reached. Say why it is on track all the same."
            ],
        ),
        (2, CHANGED, "P1-HR", []),
    ]
    kept = StatusReport.objects.order_by("activity__code").values_list("hint", "against_hint")
    assert list(kept) == [(Rag.GREEN, ""), (Rag.AMBER, "It is out today")]


def test_what_was_changed_since_the_preview_or_the_saving_is_named(
    property_review, portfolio_officer, olive
):
    change = status()
    held = edit(portfolio_officer, change)
    report_status(property_review, Rag.RED, by=olive)

    kept = confirm(held, portfolio_officer)
    assert (kept.state, kept.error) == (
        ImportState.PREVIEWED,
        "Nothing was saved: P1-PRO changed since the preview was made. Make the preview again.",
    )

    again = imports.read_again(held=kept, by=portfolio_officer, now=timezone.now(), today=TODAY)
    saved = confirm(again, portfolio_officer)
    report_status(property_review, Rag.RED, by=olive)

    assert undo(saved, portfolio_officer).error == (
        "Nothing was undone: P1-PRO changed since it was saved. Put those right on their own pages."
    )


def test_edit_of_nothing_or_too_much_is_refused(portfolio_officer):
    change = {"what": "lead", "user": ""}
    with pytest.raises(ImportRefused, match="Choose at least one review"):
        edit(portfolio_officer, change, [""])
    with pytest.raises(ImportRefused, match="Choose at most 500 reviews at a time"):
        edit(portfolio_officer, change, [f"P1-{number}" for number in range(501)])


def test_preview_asks_as_much_of_the_database_however_many(
    property_review, hr_review, portfolio_officer, olive
):
    for review in (property_review, hr_review):
        make_milestone(review, forecast=date(2014, 6, 2))
        report_status(review, Rag.GREEN, by=olive)
    changes = [
        {"what": "lead", "user": "olive"},
        {"what": "forecast", "shift": 2},
        status(),
    ]
    portfolio_officer.may("review.edit_any")
    for change in changes:
        handler = imports.bulk_handler(
            change, by=portfolio_officer, now=timezone.now(), today=TODAY
        )
        counts = {}
        for codes in (CODES[:1], CODES):
            with CaptureQueriesContext(connection) as asked:
                handler.judge(codes)
            counts[len(codes)] = len(asked)
        assert counts[1] == counts[2], change


def test_take_back_status_is_for_whoever_may_report(property_review, olive, officer):
    report = report_status(property_review, Rag.GREEN, by=olive)
    with pytest.raises(NotPermitted):
        programme.take_back_status(report=report, by=officer, now=timezone.now())

    programme.take_back_status(report=report, by=olive, now=timezone.now())

    assert not StatusReport.objects.exists()
