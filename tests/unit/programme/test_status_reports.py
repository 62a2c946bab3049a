"""Status reports beside what the records give, with forecasts and a kept draft."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from finance.enums import Basis
from ftc.errors import NotPermitted, StaleVersion
from ftc.programme import actions
from ftc.programme.enums import MilestoneDateKind, MilestoneStatus, Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.hints import hints_of, worst
from ftc.programme.models import StatusDraft, StatusReport
from tests.factories import finance, programme, reviews

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)


@pytest.fixture
def activity(officer):
    return reviews.make_review(lead=officer)


def hint_of(activity, today=TODAY):
    return hints_of([activity.pk], as_at=None, today=today)[activity.pk]


def report(activity, by, now, **changes):
    values = {
        "activity": activity,
        "rag": Rag.GREEN,
        "narrative": "It goes on.",
        "next_steps": "",
        "by": by,
        "now": now,
    }
    return actions.report_status(**(values | changes))


@pytest.mark.parametrize(
    ("baseline", "forecast", "rag", "signs"),
    [
        (date(2014, 5, 6), None, Rag.GREEN, ()),
        (
            date(2014, 5, 2),
            None,
            Rag.AMBER,
            ("Gate was due 2 May 2014 and has not been reached.",),
        ),
        (
            date(2014, 3, 31),
            None,
            Rag.RED,
            ("Gate was due 31 March 2014 and has not been reached.",),
        ),
        (date(2014, 6, 2), date(2014, 6, 13), Rag.GREEN, ()),
        (
            date(2014, 6, 2),
            date(2014, 6, 16),
            Rag.AMBER,
            ("Gate is expected 10 working days after its baseline.",),
        ),
        (
            date(2014, 6, 2),
            date(2014, 7, 28),
            Rag.RED,
            ("Gate is expected 40 working days after its baseline.",),
        ),
    ],
)
def test_dates_give_a_hint(activity, baseline, forecast, rag, signs):
    reviews.make_milestone(activity, baseline=baseline, forecast=forecast, title="Gate")

    assert (hint_of(activity).rag, hint_of(activity).signs) == (rag, signs)


@pytest.mark.parametrize("status", [MilestoneStatus.MET, MilestoneStatus.DEFERRED])
def test_what_was_reached_or_deferred_gives_no_hint(activity, status):
    reviews.make_milestone(activity, baseline=date(2014, 1, 6), report=status)

    assert hint_of(activity).rag == Rag.GREEN


@pytest.mark.parametrize(
    ("forecast", "rag"), [("100", Rag.GREEN), ("99", Rag.AMBER), ("79", Rag.RED)]
)
def test_money_gives_a_hint(activity, forecast, rag):
    saving = finance.make_saving("S1", activity=activity, title="One contract")
    finance.make_entry(saving, "2015/16", "100")
    finance.make_entry(saving, "2016/17", "500")
    finance.make_entry(saving, "2015/16", forecast, basis=Basis.FORECAST)

    hint = hint_of(activity)

    assert hint.rag == rag
    if rag != Rag.GREEN:
        assert hint.signs == (f"Saving S1, One contract, is forecast at £{forecast} of £100.",)


def test_hints_take_the_same_queries_however_many(django_assert_num_queries):
    keys = []
    for _ in range(3):
        one = reviews.make_review()
        reviews.make_milestone(one, baseline=date(2014, 1, 6))
        keys.append(one.pk)
    for some in (keys[:1], keys):
        with django_assert_num_queries(4):
            hints_of(some, as_at=None, today=TODAY)


def test_the_worst_of_some_ratings():
    assert worst(["GREEN", "RED", "AMBER"]) == Rag.RED
    assert worst([]) is None


def test_a_rating_better_than_the_hint_says_why(activity, officer, now):
    reviews.make_milestone(activity, baseline=date(2014, 1, 6), title="Gate")

    with pytest.raises(
        ReportIncomplete, match=r"The records speak for off track: Gate was due .* Say why"
    ):
        report(activity, officer, now)
    said = report(activity, officer, now, against_hint="The paper was only published late.")

    assert (said.hint, said.against_hint) == (Rag.RED, "The paper was only published late.")
    assert said.hint_text == "Gate was due 6 January 2014 and has not been reached."


def test_the_database_asks_why_a_rating_is_better_than_the_hint(activity, officer):
    with pytest.raises(IntegrityError, match="better_than_the_hint_says_why"), transaction.atomic():
        StatusReport.objects.create(
            activity=activity,
            rag=Rag.AMBER,
            hint=Rag.RED,
            narrative="Fine.",
            reported_by=officer,
            effective_on=TODAY,
        )


def test_a_report_dates_milestones_anew_and_the_hint_counts_them(activity, officer, now):
    milestone = reviews.make_milestone(activity, baseline=date(2014, 4, 30), title="Gate")
    forecast = actions.Forecast(milestone, milestone.version, date(2014, 5, 12), "Purdah")

    said = report(activity, officer, now, forecasts=[forecast])

    row = milestone.dates.get(kind=MilestoneDateKind.FORECAST)
    assert (row.on, row.reason, row.effective_on) == (date(2014, 5, 12), "Purdah", TODAY)
    assert said.hint == Rag.GREEN


def test_nothing_is_dated_when_the_report_is_refused(activity, officer, now):
    milestone = reviews.make_milestone(activity, baseline=date(2014, 6, 2))
    forecast = actions.Forecast(milestone, milestone.version, date(2015, 6, 2))

    with pytest.raises(ReportIncomplete):
        report(activity, officer, now, forecasts=[forecast])

    assert milestone.dates.count() == 1


def test_a_milestone_dated_by_somebody_else_is_stale(activity, officer, now):
    milestone = reviews.make_milestone(activity, baseline=date(2014, 6, 2))

    with pytest.raises(StaleVersion):
        report(
            activity,
            officer,
            now,
            forecasts=[actions.Forecast(milestone, milestone.version + 1, date(2014, 6, 3))],
        )


def test_a_report_nobody_has_seen_is_shown_first(activity, officer, portfolio_officer, now):
    theirs = report(activity, portfolio_officer, now, seen=0)

    with pytest.raises(StaleVersion, match="Somebody else reported the status"):
        report(activity, officer, now, seen=0)

    assert report(activity, officer, now, seen=theirs.pk)


def test_a_draft_is_kept_once_a_person_and_goes_with_the_report(
    activity, officer, portfolio_officer, now
):
    for text in ("It", "It goes"):
        actions.save_status_draft(activity=activity, typed={"narrative": text}, by=officer, now=now)
    actions.save_status_draft(
        activity=activity, typed={"narrative": "Mine"}, by=portfolio_officer, now=now
    )

    assert StatusDraft.objects.get(user=officer).typed == {"narrative": "It goes"}
    report(activity, officer, now)

    assert StatusDraft.objects.get().user == portfolio_officer
    actions.discard_status_draft(activity=activity, by=portfolio_officer)
    assert not StatusDraft.objects.exists()


def test_drafts_are_for_those_who_may_report(activity, member, now):
    with pytest.raises(NotPermitted):
        actions.save_status_draft(activity=activity, typed={}, by=member, now=now)
    with pytest.raises(NotPermitted):
        actions.discard_status_draft(activity=activity, by=member)


def test_milestones_of_other_kinds_of_activity_give_hints_too(officer):
    theme = programme.make_theme()
    programme.make_milestone(theme, due_on=date(2014, 5, 1), title="Roadmap")

    assert hint_of(theme).text == "Roadmap was due 1 May 2014 and has not been reached."
