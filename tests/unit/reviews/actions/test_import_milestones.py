"""Milestones from a sheet: what each row would change, saved whole, and undone."""

from datetime import date

import pytest

from ftc.programme.enums import ActivityKind, MilestoneDateKind
from ftc.programme.models import Milestone
from reviews.enums import ImportState, ReviewState, RowOutcome
from reviews.importing.values import HOW_TO_DATE
from tests.factories import programme as programme_factories
from tests.factories.imports import confirm, previewed, told, undo
from tests.factories.reviews import change_state, make_milestone, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
HEAD = ("Code", "Review", "Title", "Baseline", "Baseline reason", "Forecast", "Achieved")
NEEDS_CODE = "a milestone needs a code of at most 40 letters, digits and hyphens."
BASELINE, FORECAST, ACHIEVED = MilestoneDateKind
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome


@pytest.fixture
def review():
    return make_review("P1-PRO", title="Property")


def dates_of(code):
    milestone = Milestone.objects.get(code=code)
    return {
        kind.value: str(row) for kind in MilestoneDateKind if (row := milestone.date_of(kind, None))
    }


def test_rows_are_new_changed_unchanged_or_wrong(review, portfolio_officer):
    make_milestone(review, code="M1", title="Brief", baseline=date(2014, 6, 1))
    make_milestone(review, code="M2", title="Tender", forecast=date(2014, 6, 1))

    held = previewed(
        portfolio_officer,
        HEAD,
        ("M1", "P1-PRO", "Brief", "1/6/2014", "", "", ""),
        ("M2", "", "Tender out", "", "", "2014-07-01", ""),
        ("M3", "P1-PRO", "Award", "30 September 2014", "", "autumn 2014", ""),
        ("M4", "P9", "Award", "", "", "", ""),
    )

    assert held.state == ImportState.PREVIEWED
    assert (held.rows_done, held.rows_total) == (4, 4)
    assert told(held) == [
        (2, UNCHANGED, "M1", []),
        (3, CHANGED, "M2", []),
        (4, NEW, "M3", []),
        (5, WRONG, "M4", ["B5: there is no review P9."]),
    ]
    changed = held.rows.get(code="M2")
    assert changed.before == {
        "title": "Tender",
        "forecast": {"on": "2014-06-01", "precision": "day", "printed": ""},
    }
    assert changed.after == {
        "title": "Tender out",
        "forecast": {"on": "2014-07-01", "precision": "day", "printed": ""},
    }
    assert not Milestone.objects.filter(code="M3").exists()


@pytest.mark.parametrize(
    "row, sentence",
    [
        (("", "P1-PRO", "x"), f"A2: {NEEDS_CODE}"),
        (("M 1", "P1-PRO", "x"), f"A2: {NEEDS_CODE}"),
        (("M1", "", "x"), "B2: a new milestone needs the code of its review."),
        (("M1", "P1-PRO", ""), "C2: a new milestone needs a title."),
        (("M1", "P1-PRO", "x" * 301), "C2 holds 301 characters. At most 300 are kept."),
        (("M1", "P1-PRO", "=B2"), "C2 holds a formula; paste its value."),
        (
            ("M1", "P1-PRO", "x", "31/02/2014"),
            f"D2 holds “31/02/2014”, which is not a date. {HOW_TO_DATE}",
        ),
        (
            ("M1", "P1-PRO", "x", "", "", "", "1/1/2190"),
            "G2: 1 January 2190 is in the future, so nothing was achieved on it yet.",
        ),
        (("M1", "P1-PRO", "x", "", "", "", "", "stray"), "H2 stands under no head."),
        (("M-THEME", "", "x"), "A2: M-THEME belongs to Engagement, which is no review."),
        (("M-KNOWN", "P1-HR", "x"), "B2: M-KNOWN belongs to P1-PRO and is never moved."),
        (
            ("M-KNOWN", "", "", "1/7/2014"),
            "D2: The baseline of M-KNOWN is 1 June 2014 and is not edited. "
            "Give the reason for a new one.",
        ),
    ],
)
def test_what_is_wrong_with_a_row_names_the_cell(review, portfolio_officer, row, sentence):
    theme = programme_factories.make_activity(ActivityKind.THEME, title="Engagement")
    programme_factories.make_milestone(theme, code="M-THEME")
    make_milestone(review, code="M-KNOWN", baseline=date(2014, 6, 1))

    held = previewed(portfolio_officer, HEAD, row)

    assert [row.messages for row in held.rows.all()] == [[sentence]]


def test_sheet_without_a_column_says_which_a_new_milestone_needs(review, portfolio_officer):
    held = previewed(portfolio_officer, ("Code", "Review"), ("M1", "P1-PRO"))

    assert told(held) == [(2, WRONG, "M1", ["No column “Title”: a new milestone needs a title."])]


def test_review_that_was_withdrawn_takes_no_new_milestone(review, portfolio_officer):
    change_state(review, ReviewState.WITHDRAWN)

    held = previewed(portfolio_officer, HEAD, ("M1", "P1-PRO", "x"))

    assert held.rows.get().messages == ["B2: P1-PRO is withdrawn, so it takes no new milestone."]


def test_code_that_an_earlier_row_has_is_wrong(review, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, ("M1", "P1-PRO", "x"), ("M1", "P1-PRO", "y"))

    assert told(held) == [
        (2, NEW, "M1", []),
        (3, WRONG, "M1", ["A3: row 2 has the code M1 already."]),
    ]


def test_date_written_as_the_page_shows_it_changes_nothing(review, portfolio_officer):
    milestone = make_milestone(review, code="M1", title="Brief")
    programme_factories.make_milestone_date(
        milestone, on=date(2014, 5, 1), precision="range", printed="May or June 2014"
    )

    held = previewed(portfolio_officer, ("Code", "Baseline"), ("M1", "May or June 2014"))

    assert told(held) == [(2, UNCHANGED, "M1", [])]


def test_confirmed_rows_are_saved_with_history(review, portfolio_officer):
    make_milestone(review, code="M1", title="Brief", baseline=date(2014, 6, 1))
    held = previewed(
        portfolio_officer,
        HEAD,
        ("M1", "", "Scoping brief", "1/7/2014", "Replanned", "", "2014-06-20"),
        ("M2", "P1-PRO", "Award", "30/9/2014", "", "end of October 2014", ""),
    )

    held = confirm(held, portfolio_officer)

    assert (held.state, held.rows_done, held.confirmed_by) == (
        ImportState.SAVED,
        2,
        portfolio_officer,
    )
    assert Milestone.objects.get(code="M1").title == "Scoping brief"
    assert dates_of("M1") == {"BASELINE": "1 July 2014", "ACHIEVED": "20 June 2014"}
    assert dates_of("M2") == {"BASELINE": "30 September 2014", "FORECAST": "end of October 2014"}
    assert Milestone.objects.get(code="M1").dates.filter(kind=BASELINE).count() == 2
    assert [row.version_after for row in held.rows.all()] == [4, 3]


def test_undo_gives_back_what_was_before(review, portfolio_officer):
    make_milestone(review, code="M1", title="Brief", forecast=date(2014, 6, 1))
    saved = confirm(
        previewed(
            portfolio_officer,
            HEAD,
            ("M1", "", "Scoping brief", "1/7/2014", "", "1/8/2014", ""),
            ("M2", "P1-PRO", "Award", "30/9/2014", "", "", ""),
        ),
        portfolio_officer,
    )

    undone = undo(saved, portfolio_officer)

    assert (undone.state, undone.undone_by) == (ImportState.UNDONE, portfolio_officer)
    milestone = Milestone.objects.get()
    assert (milestone.code, milestone.title) == ("M1", "Brief")
    assert dates_of("M1") == {"FORECAST": "1 June 2014"}


def test_undo_is_refused_when_a_new_milestone_was_reported_on(review, portfolio_officer):
    saved = confirm(previewed(portfolio_officer, HEAD, ("M2", "P1-PRO", "A")), portfolio_officer)
    Milestone.objects.get().reports.create(status="MET", effective_on=date(2014, 5, 6))

    kept = undo(saved, portfolio_officer)

    assert kept.state == ImportState.SAVED
    assert kept.error == ("Nothing was undone: there are milestone reports of M2 now.")
    assert Milestone.objects.filter(code="M2").exists()
