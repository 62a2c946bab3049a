from datetime import date

import pytest

from commissioning import queries
from commissioning.enums import CycleStage
from governance.enums import RecommendationStatus
from tests.factories.commissioning import make_standard, make_step, make_workstream
from tests.factories.governance import make_outcome, make_recommendation

pytestmark = pytest.mark.django_db

MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)


def test_cycle_has_four_stages_in_order_with_their_standards():
    make_standard(CycleStage.PLAN, "Robust decision-making")
    make_standard(CycleStage.ANALYSE, "Analytical capability", kind="capability")
    make_standard(CycleStage.ANALYSE, "True understanding of service cost")

    assert [
        (s.name, [str(c) for c in s.characteristics], [str(c) for c in s.capabilities])
        for s in queries.cycle(None)
    ] == [
        ("Analyse", ["True understanding of service cost"], ["Analytical capability"]),
        ("Plan", ["Robust decision-making"], []),
        ("Do", [], []),
        ("Review", [], []),
    ]


def test_cycle_before_its_paper_has_no_standards():
    make_standard()

    assert all(stage.is_empty for stage in queries.cycle(MARCH))
    assert not all(stage.is_empty for stage in queries.cycle(MAY))


def test_workstreams_have_a_row_for_each_step():
    workstream = make_workstream(code="W2", title="Commissioning Framework")
    make_step(workstream)
    make_step(
        workstream,
        "Final agreed",
        printed_date="end of Q2 2014",
        due_from=None,
        due_to=None,
        note="earlier than the draft",
    )

    rows = queries.workstream_rows(None, MAY)

    assert [[cell.value for cell in row] for row in rows] == [
        [
            "Commissioning Framework",
            "Draft to Cabinet",
            "autumn 2014",
            "1 September 2014 to 30 November 2014",
            "118 days",
            "para 6.11",
        ],
        [
            "Commissioning Framework",
            "Final agreed",
            "end of Q2 2014",
            "not clear",
            "",
            "para 6.11",
        ],
    ]
    assert rows[0][0].url == "/commissioning/workstreams/W2/"
    assert rows[1][1].hint == "Earlier than the draft"


def test_workstream_without_a_step_has_a_row():
    workstream = make_workstream(title="Role of Members")
    make_step(workstream, effective_on=date(2014, 6, 1))

    assert [[c.value for c in row] for row in queries.workstream_rows(MAY, MAY)] == [
        ["Role of Members", "not known"]
    ]


def test_workstreams_before_their_paper_are_not_known():
    make_step(make_workstream())

    assert queries.workstream_rows(MARCH, MARCH) == []


@pytest.mark.parametrize(
    "today, text",
    [
        (date(2014, 8, 30), "2 days"),
        (date(2014, 8, 31), "1 day"),
        (date(2014, 9, 1), "now"),
        (date(2014, 11, 30), "now"),
        (date(2014, 12, 1), "past"),
    ],
)
def test_how_soon_counts_to_the_window(today, text):
    assert queries.how_soon(make_step(make_workstream()), today) == text


def test_window_of_one_day_is_that_day():
    step = make_step(make_workstream(), due_to=date(2014, 9, 1))

    assert queries.window(step) == "1 September 2014"


@pytest.mark.parametrize("as_at, known", [(MARCH, False), (MAY, True), (None, True)])
def test_workstream_is_known_from_its_paper(as_at, known):
    assert queries.is_known(make_workstream(), as_at) is known


def test_select_committee_groups_by_theme_and_counts_statuses():
    first, second, third = (
        make_recommendation(
            report_code="SELC", number=str(number), theme=theme, owner="not stated", order=number
        )
        for number, theme in ((1, "Landscape"), (2, "Commissioner"), (3, "Commissioner"))
    )
    make_outcome(second, RecommendationStatus.ACCEPTED)
    make_recommendation(report_code="OTHER", theme="Other")

    report = queries.select_committee(as_at=None, user=None)

    assert (report.count, report.owner) == (3, "not stated")
    assert report.statuses == [(2, "Open: no outcome recorded"), (1, "Accepted")]
    assert [table.caption for table in report.themes] == ["Landscape: 1", "Commissioner: 2 to 3"]
    assert [[c.value for c in row] for row in report.themes[1].rows] == [
        ["2", second.summary, "Accepted"],
        ["3", third.summary, "Open: no outcome recorded"],
    ]
    assert report.themes[0].rows[0][1].value == first.summary


def test_owners_that_differ_are_a_column():
    for number, owner in ((1, "Cabinet"), (2, "")):
        make_recommendation(report_code="SELC", number=str(number), theme="T", owner=owner)

    (table,) = queries.select_committee(as_at=None, user=None).themes

    assert [column.head for column in table.columns][2] == "Owner"
    assert [row[2].value for row in table.rows] == ["Cabinet", "not stated"]
