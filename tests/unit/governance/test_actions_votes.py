"""The vote by name: the policies, what is written, and that the database refuses each as well."""

import pytest
from django.db import IntegrityError, connection, transaction

from ftc.errors import NotPermitted
from governance import actions
from governance.enums import AttendanceStatus, ResolutionKind, Verb, VoteChoice
from governance.errors import VoteRefused
from governance.models import Resolution, Vote
from tests.factories.governance import (
    AFTERWARDS,
    make_attendance,
    make_body,
    make_decision,
    make_informal_body,
    make_meeting,
    make_minute,
    make_resolution,
    make_vote,
    make_withdrawal,
)
from tests.factories.organisation import make_person

pytestmark = pytest.mark.django_db

FOR, ABSTAIN, AGAINST = VoteChoice.FOR, VoteChoice.ABSTAIN, VoteChoice.AGAINST


@pytest.fixture
def resolution():
    """A resolution under a minute, with three Members present."""
    meeting = make_meeting()
    for surname in ("Carter", "Allen", "Bird"):
        make_attendance(meeting, make_person(surname=surname))
    return make_resolution(meeting, minute=make_minute(meeting))


def present(resolution):
    return [
        a.person
        for a in resolution.meeting.attendances.filter(status=AttendanceStatus.PRESENT).order_by(
            "person__surname"
        )
    ]


def vote(resolution, clerk, votes):
    return actions.record_vote(resolution=resolution, votes=votes, by=clerk, now=AFTERWARDS)


def test_record_vote_counts_the_names(resolution, clerk):
    allen, bird, carter = present(resolution)

    vote(resolution, clerk, [(carter, FOR), (allen, FOR), (bird, AGAINST)])

    resolution.refresh_from_db()
    assert resolution.has_recorded_vote
    assert (resolution.votes_for, resolution.votes_abstain, resolution.votes_against) == (2, 0, 1)
    assert [(v.person, v.choice) for v in resolution.votes.all()] == [
        (allen, FOR),
        (carter, FOR),
        (bird, AGAINST),
    ]


def test_record_vote_refuses_a_name_twice(resolution, clerk):
    allen, bird, carter = present(resolution)

    with pytest.raises(VoteRefused, match=r"^Mr A Allen cannot vote twice\.$"):
        vote(resolution, clerk, [(allen, FOR), (allen, AGAINST), (bird, FOR), (carter, FOR)])


@pytest.mark.parametrize("status", [AttendanceStatus.APOLOGIES, AttendanceStatus.IN_ATTENDANCE])
def test_record_vote_refuses_whoever_was_not_present(resolution, clerk, status):
    absent = make_attendance(resolution.meeting, make_person(surname="Zeal"), status=status).person
    votes = [(person, FOR) for person in present(resolution)]

    with pytest.raises(VoteRefused, match=r"^Mr A Zeal was not present and cannot vote\.$"):
        vote(resolution, clerk, [*votes, (absent, FOR)])


def test_record_vote_refuses_somebody_nobody_listed(resolution, clerk):
    votes = [(person, FOR) for person in present(resolution)]

    with pytest.raises(VoteRefused, match="was not present"):
        vote(resolution, clerk, [*votes, (make_person(), FOR)])


def test_record_vote_refuses_whoever_left_for_an_interest(resolution, clerk):
    attendance = resolution.meeting.attendances.get(person__surname="Bird")
    make_withdrawal(attendance, resolution.minute)

    with pytest.raises(VoteRefused, match="Mr A Bird left for an interest"):
        vote(resolution, clerk, [(person, FOR) for person in present(resolution)])


def test_record_vote_does_not_wait_for_whoever_left(resolution, clerk):
    attendance = resolution.meeting.attendances.get(person__surname="Bird")
    make_withdrawal(attendance, resolution.minute)
    allen, _, carter = present(resolution)

    vote(resolution, clerk, [(allen, FOR), (carter, ABSTAIN)])

    assert resolution.votes.count() == 2


def test_record_vote_lets_whoever_left_for_another_item_vote(resolution, clerk):
    attendance = resolution.meeting.attendances.get(person__surname="Bird")
    make_withdrawal(attendance, make_minute(resolution.meeting, 72))

    vote(resolution, clerk, [(person, FOR) for person in present(resolution)])

    assert resolution.votes.count() == 3


def test_record_vote_needs_every_member_present(resolution, clerk):
    allen, bird, _ = present(resolution)

    with pytest.raises(VoteRefused, match="Mr A Carter is missing"):
        vote(resolution, clerk, [(allen, FOR), (bird, FOR)])


def test_record_vote_names_three_of_many_that_are_missing(resolution, clerk):
    make_attendance(resolution.meeting, make_person(surname="Dance"))

    with pytest.raises(VoteRefused, match="and 1 more is missing"):
        vote(resolution, clerk, [])


def test_record_vote_is_taken_once(resolution, clerk):
    votes = [(person, FOR) for person in present(resolution)]
    vote(resolution, clerk, votes)

    with pytest.raises(VoteRefused, match="is recorded already"):
        vote(resolution, clerk, votes)


def test_record_vote_needs_an_attendance_list(clerk):
    with pytest.raises(VoteRefused, match="Nobody is listed as present"):
        vote(make_resolution(), clerk, [])


def test_record_vote_is_not_for_advice(clerk):
    advice = make_resolution(make_meeting(make_informal_body()))

    with pytest.raises(VoteRefused, match="gives advice"):
        vote(advice, clerk, [])


def test_record_vote_is_for_democratic_services(resolution, officer):
    with pytest.raises(NotPermitted):
        vote(resolution, officer, [])


def commit(*steps):
    """Take the steps, then run the checks that wait for the end of the transaction."""
    with transaction.atomic():
        for step in steps:
            step()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def count(resolution, *, votes_for):
    Resolution.objects.filter(pk=resolution.pk).update(
        has_recorded_vote=True, votes_for=votes_for, votes_abstain=0, votes_against=0
    )


def test_database_refuses_a_second_vote_of_one_person(resolution):
    person = present(resolution)[0]
    count(resolution, votes_for=1)
    make_vote(resolution, person)

    with pytest.raises(IntegrityError, match="nobody_votes_twice"), transaction.atomic():
        make_vote(resolution, person, AGAINST)


def test_database_refuses_the_vote_of_an_absent_member(resolution):
    with pytest.raises(IntegrityError, match="was not present"), transaction.atomic():
        make_vote(resolution, make_person())


def test_database_refuses_a_vote_after_apologies(resolution):
    absent = make_attendance(resolution.meeting, status=AttendanceStatus.APOLOGIES).person

    with pytest.raises(IntegrityError, match="was not present"), transaction.atomic():
        make_vote(resolution, absent)


def test_database_refuses_the_vote_of_whoever_left(resolution):
    attendance = resolution.meeting.attendances.first()
    make_withdrawal(attendance, resolution.minute)

    with pytest.raises(IntegrityError, match="left for an interest"), transaction.atomic():
        make_vote(resolution, attendance.person)


def test_database_refuses_counts_that_differ_from_the_names(resolution):
    person = present(resolution)[0]

    with pytest.raises(IntegrityError, match="must equal the names"):
        commit(lambda: count(resolution, votes_for=2), lambda: make_vote(resolution, person))


def test_database_refuses_names_without_counts(resolution):
    person = present(resolution)[0]

    with pytest.raises(IntegrityError, match="must equal the names"):
        commit(lambda: make_vote(resolution, person))


def test_database_refuses_to_lose_a_name(resolution, clerk):
    commit(lambda: vote(resolution, clerk, [(person, FOR) for person in present(resolution)]))

    with pytest.raises(IntegrityError, match="must equal the names"):
        commit(Vote.objects.filter(resolution=resolution).first().delete)


def test_database_refuses_a_recorded_vote_without_counts(resolution):
    with pytest.raises(IntegrityError, match="recorded_vote_has_counts"), transaction.atomic():
        Resolution.objects.filter(pk=resolution.pk).update(has_recorded_vote=True)


def test_database_refuses_a_resolution_of_an_informal_body():
    meeting = make_meeting(make_informal_body())

    with pytest.raises(IntegrityError, match="cannot resolve"), transaction.atomic():
        make_resolution(meeting, kind=ResolutionKind.RESOLUTION)


def test_database_refuses_to_turn_advice_into_a_resolution():
    advice = make_resolution(make_meeting(make_informal_body()), verb=Verb.AGREE)

    with pytest.raises(IntegrityError, match="cannot resolve"), transaction.atomic():
        Resolution.objects.filter(pk=advice.pk).update(kind=ResolutionKind.RESOLUTION)


def test_database_refuses_the_decision_of_a_body_without_power():
    with pytest.raises(IntegrityError, match="may not take a decision"), transaction.atomic():
        make_decision(make_body(may_decide=False))


def test_database_refuses_an_informal_body_that_decides():
    with pytest.raises(IntegrityError, match="informal_body_decides_nothing"), transaction.atomic():
        make_informal_body(may_decide=True)


def test_database_refuses_one_person_as_mover_and_seconder():
    person = make_person()

    with pytest.raises(IntegrityError, match="seconder_is_not_the_mover"), transaction.atomic():
        make_resolution(moved_by=person, seconded_by=person)
