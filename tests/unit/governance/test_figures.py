"""The figure governance.votes."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.records.figures import BadParameter, evaluate
from governance.enums import MeetingState, VoteChoice
from tests.factories.governance import (
    PUBLISHED_ON,
    make_attendance,
    make_exempt_item,
    make_meeting,
    make_minute,
    make_resolution,
    make_vote,
)
from tests.factories.organisation import make_person
from tests.factories.programme import make_source

pytestmark = pytest.mark.django_db

PARAMS = {"meeting": "MT-2014-03-27-CC", "minute": "71", "choice": "for"}


@pytest.fixture
def recorded_vote():
    """Two for, one against, in minutes that a paper of 6 May 2014 prints."""
    paper = make_source(known_on=PUBLISHED_ON)
    meeting = make_meeting(
        code="MT-2014-03-27-CC",
        on=date(2014, 3, 27),
        state=MeetingState.MINUTES_DRAFTED,
        minutes_published_on=PUBLISHED_ON,
    )
    resolution = make_resolution(
        meeting, minute=make_minute(meeting, source=paper), has_recorded_vote=True,
        votes_for=2, votes_abstain=0, votes_against=1, source=paper,
    )  # fmt: skip
    for surname, choice in [("Carter", "FOR"), ("Allen", "FOR"), ("Bird", "AGAINST")]:
        person = make_person(surname=surname)
        make_attendance(meeting, person)
        make_vote(resolution, person, VoteChoice(choice), printed_name=f"Mr {surname}")
    return resolution


@pytest.mark.parametrize("choice, value", [("for", 2), ("against", 1), ("abstain", 0)])
def test_votes_count_the_names_under_a_choice(recorded_vote, choice, value):
    figure = evaluate("governance.votes", PARAMS | {"choice": choice})

    assert (figure.value, figure.unit) == (Decimal(value), "votes")


def test_votes_trace_back_to_every_name(recorded_vote):
    figure = evaluate("governance.votes", PARAMS)

    assert [(line.label, line.url) for line in figure.lineage] == [
        ("Mr Allen", "/meetings/MT-2014-03-27-CC/#minute-71"),
        ("Mr Carter", "/meetings/MT-2014-03-27-CC/#minute-71"),
    ]


@pytest.mark.parametrize(
    "as_at, value", [(date(2014, 3, 26), None), (date(2014, 3, 27), Decimal(2)), (None, Decimal(2))]
)
def test_votes_count_from_the_day_of_the_meeting(recorded_vote, as_at, value):
    assert evaluate("governance.votes", PARAMS, as_at=as_at).value == value


def test_votes_of_a_minute_without_a_recorded_vote_are_not_known(recorded_vote):
    figure = evaluate("governance.votes", PARAMS | {"minute": "70"})

    assert (figure.value, figure.text) == (None, "not known")


def test_votes_on_an_exempt_item_are_not_told(recorded_vote, officer, member):
    recorded_vote.agenda_item = make_exempt_item(recorded_vote.meeting)
    recorded_vote.save()

    assert evaluate("governance.votes", PARAMS, user=officer).value is None
    assert evaluate("governance.votes", PARAMS, user=member).value == Decimal(2)


def test_votes_of_an_unknown_meeting_are_refused(recorded_vote):
    with pytest.raises(BadParameter, match="There is no meeting called 'MT-1'"):
        evaluate("governance.votes", PARAMS | {"meeting": "MT-1"})


@pytest.mark.parametrize("wrong", [{"choice": "maybe"}, {"minute": "x"}, {"minute": ""}])
def test_votes_refuse_what_is_not_of_its_form(recorded_vote, wrong):
    with pytest.raises(BadParameter):
        evaluate("governance.votes", PARAMS | wrong)


@pytest.mark.parametrize("choice, value", [("for", 65), ("against", 5), ("abstain", 11)])
def test_votes_of_minute_71_are_those_of_the_paper(loaded_programme, choice, value):
    figure = evaluate("governance.votes", PARAMS | {"choice": choice})

    assert figure.value == Decimal(value)
    assert len({line.label for line in figure.lineage}) == value
