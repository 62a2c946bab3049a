import re

import pytest

from commissioning.enums import CycleStage
from ftc.organisation.enums import Role
from tests.factories.commissioning import (
    make_commissioning_paper,
    make_standard,
    make_step,
    make_workstream,
)
from tests.factories.governance import make_outcome, make_recommendation
from tests.factories.organisation import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def words(response):
    """The text of a page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def fill(count):
    for number in range(count):
        make_standard(CycleStage.ANALYSE)
        make_standard(CycleStage.REVIEW, kind="capability", is_inferred=False)
        make_step(make_workstream())
        make_outcome(
            make_recommendation(
                report_code="SELC",
                number=str(number + 1),
                theme="Social Value",
                source=make_commissioning_paper(),
            )
        )


def test_index_shows_cycle_workstreams_and_recommendations(client):
    fill(3)

    page = words(client.get("/commissioning/"))

    assert "A circle of four stages: Analyse, then Plan, then Do, then Review" in page
    assert page.count("(inferred)") == 3
    assert page.count("1 September 2014 to 30 November 2014") == 3
    assert "3 recommendations of the select committee" in page
    assert "Social Value: 1 to 3" in page


def test_index_as_at_a_day_before_the_papers_knows_nothing(client):
    fill(1)

    page = words(client.get("/commissioning/?as_at=2014-03-27"))

    assert "at each stage was not known on 27 March 2014" in page
    assert "No workstream was known on 27 March 2014." in page
    assert "No recommendation was known on 27 March 2014." in page


def test_workstream_shows_its_timetable(client):
    make_step(make_workstream(code="W1"), note="proposed")

    page = words(client.get("/commissioning/workstreams/W1/"))

    assert "Draft to Cabinet Proposed" in page
    assert "118 days" in page


def test_workstream_before_its_paper_was_not_known(client):
    make_step(make_workstream(code="W1"))

    page = words(client.get("/commissioning/workstreams/W1/?as_at=2014-03-27"))

    assert "No paper had set this workstream out by 27 March 2014." in page
    assert "Draft to Cabinet" not in page


def test_workstream_that_is_not_there_is_not_found(client):
    assert client.get("/commissioning/workstreams/none/").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_commissioning_is_read_by_everybody_who_signs_in(client_of, role):
    assert client_of(make_user(role)).get("/commissioning/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_index_takes_the_same_queries(client, rows, django_assert_num_queries):
    fill(rows)
    client.get("/commissioning/")

    with django_assert_num_queries(7):
        client.get("/commissioning/")


@pytest.mark.parametrize("rows", [1, 3])
def test_workstream_takes_the_same_queries(client, rows, django_assert_num_queries):
    workstream = make_workstream(code="W1")
    for number in range(rows):
        make_step(workstream, f"Step {number}")
    client.get("/commissioning/workstreams/W1/")

    with django_assert_num_queries(10):
        client.get("/commissioning/workstreams/W1/")
