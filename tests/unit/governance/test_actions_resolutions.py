"""Recording what a body did: what is written, what is refused, and the way back."""

from datetime import UTC, date, datetime

import pghistory.models
import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import PersonKind, Role
from ftc.programme.enums import ActivityKind
from governance import actions, policies
from governance.enums import (
    AttendanceStatus,
    MeetingState,
    RecommendationStatus,
    ResolutionKind,
    Verb,
)
from governance.errors import (
    AlreadyResolved,
    BodyCannotDecide,
    MeetingNotReady,
    MoverRefused,
    ResolutionStands,
)
from governance.models import Meeting, RecommendationOutcome, Resolution
from reviews.enums import GateOutcome
from reviews.models import GatePassage
from tests.factories import reviews
from tests.factories.governance import (
    AFTERWARDS,
    COUNCIL_ON,
    make_attendance,
    make_informal_body,
    make_item,
    make_meeting,
    make_published_meeting,
    make_recommendation,
    make_resolution,
)
from tests.factories.organisation import make_person, make_user
from tests.factories.programme import make_activity, make_source

pytestmark = pytest.mark.django_db


def record(meeting, clerk, item=None, **changes):
    values = {
        "meeting": meeting,
        "agenda_item": item,
        "verb": Verb.ENDORSE,
        "text": "That the preferred options be endorsed.",
        "activities": [],
        "moved_by": None,
        "seconded_by": None,
        "recommendations": [],
        "by": clerk,
        "now": AFTERWARDS,
        "title": "" if item else "Preferred options",
    }
    return actions.record_resolution(**(values | changes))


def advise(meeting, clerk, **changes):
    values = {
        "meeting": meeting,
        "agenda_item": None,
        "verb": Verb.AGREE,
        "text": "",
        "activities": [],
        "by": clerk,
        "now": AFTERWARDS,
        "title": "Overheads",
    }
    return actions.record_advice(**(values | changes))


def test_record_resolution_covers_several_reviews_at_once(clerk):
    item = make_item()
    covered = [make_activity(ActivityKind.REVIEW), make_activity(ActivityKind.REVIEW)]
    mover, seconder = make_person(), make_person()

    resolution = record(
        item.meeting, clerk, item, activities=covered, moved_by=mover, seconded_by=seconder
    )

    assert resolution.effective_on == COUNCIL_ON
    assert resolution.kind == ResolutionKind.RESOLUTION
    assert resolution.title == item.title
    assert resolution.recorded_by == clerk
    assert (resolution.moved_by, resolution.seconded_by) == (mover, seconder)
    assert set(resolution.activities.all()) == set(covered)


def test_record_resolution_marks_a_published_meeting_as_held(clerk):
    item = make_item()

    record(item.meeting, clerk, item)

    meeting = Meeting.objects.get(pk=item.meeting.pk)
    assert (meeting.state, meeting.version) == (MeetingState.HELD, 2)


def test_record_resolution_leaves_drafted_minutes_alone(clerk):
    meeting = make_published_meeting(state=MeetingState.MINUTES_DRAFTED)

    record(meeting, clerk)

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTES_DRAFTED


@pytest.mark.parametrize(
    "verb, status",
    [
        (Verb.NOTE, RecommendationStatus.NOTED),
        (Verb.AGREE, RecommendationStatus.AGREED),
        (Verb.APPROVE, RecommendationStatus.APPROVED),
        (Verb.ENDORSE, RecommendationStatus.ENDORSED),
        (Verb.RECOMMEND, RecommendationStatus.ENDORSED),
        (Verb.ADOPT, RecommendationStatus.ACCEPTED),
        (Verb.ESTABLISH, RecommendationStatus.AGREED),
        (Verb.REJECT, RecommendationStatus.NOT_AGREED),
        (Verb.DEFER, RecommendationStatus.FOR_CONSIDERATION),
    ],
)
def test_record_resolution_answers_its_recommendations(clerk, verb, status):
    item = make_item()
    recommendation = make_recommendation(item=item)

    resolution = record(item.meeting, clerk, item, verb=verb, recommendations=[recommendation])

    outcome = RecommendationOutcome.objects.get(recommendation=recommendation)
    assert (outcome.status, outcome.effective_on, outcome.resolution) == (
        status,
        COUNCIL_ON,
        resolution,
    )
    assert list(resolution.recommendations.all()) == [recommendation]


def test_record_resolution_keeps_who_and_why_in_the_history(clerk):
    meeting = make_published_meeting(on=date(2014, 3, 27), published_on=None)

    resolution = record(meeting, clerk, reason="The minutes came late.")

    event = pghistory.models.Events.objects.tracks(resolution).get()
    context = event.pgh_context
    assert context["action"] == "governance.record_resolution"
    assert (context["user"], context["reason"]) == (clerk.pk, "The minutes came late.")


def test_record_resolution_after_the_working_date_needs_no_reason(clerk):
    """15 May 2014 lies after the working date of 6 May and before today: the clerk may."""
    resolution = record(make_published_meeting(), clerk)

    assert resolution.effective_on == date(2014, 5, 15)


def test_record_resolution_before_the_working_date_needs_a_reason(clerk):
    meeting = make_meeting(on=date(2014, 3, 27))

    with pytest.raises(NotPermitted, match=r"^Give a reason: this is dated 27 March 2014"):
        record(meeting, clerk)

    assert not Resolution.objects.exists()


def test_record_resolution_is_refused_on_the_eve_of_the_meeting(clerk):
    meeting = make_published_meeting()

    with pytest.raises(MeetingNotReady, match=r"^This meeting is on 15 May 2014"):
        record(meeting, clerk, now=datetime(2014, 5, 14, 22, 30, tzinfo=UTC))


def test_record_resolution_is_taken_on_the_day_of_the_meeting(clerk):
    """Half past eleven at night in UTC is the next day in London."""
    meeting = make_published_meeting()

    assert record(meeting, clerk, now=datetime(2014, 5, 14, 23, 30, tzinfo=UTC)).pk


@pytest.mark.parametrize("held_on, precision", [(None, "none"), (date(2014, 7, 1), "month")])
def test_record_resolution_needs_the_day_of_the_meeting(clerk, held_on, precision):
    meeting = make_meeting(on=held_on, precision=precision)

    with pytest.raises(MeetingNotReady, match=r"^The day of this meeting is not known"):
        record(meeting, clerk)


def test_record_resolution_is_refused_for_an_informal_body(clerk):
    meeting = make_meeting(make_informal_body())

    with pytest.raises(BodyCannotDecide, match="Transformation Advisory Group is an informal body"):
        record(meeting, clerk)


def test_record_resolution_is_refused_twice_for_an_item_and_verb(clerk):
    item = make_item()
    record(item.meeting, clerk, item)

    with pytest.raises(AlreadyResolved, match=r"“Endorsed” is already recorded by Chris Clerk"):
        record(item.meeting, clerk, item)

    assert Resolution.objects.count() == 1


def test_record_resolution_twice_without_an_agenda_goes_by_the_title(clerk):
    meeting = make_published_meeting()
    record(meeting, clerk)

    with pytest.raises(AlreadyResolved):
        record(meeting, clerk, title="preferred OPTIONS")
    assert record(meeting, clerk, title="Another matter").pk


def test_record_resolution_takes_another_verb_for_the_item(clerk):
    item = make_item()
    record(item.meeting, clerk, item)

    assert record(item.meeting, clerk, item, verb=Verb.NOTE).verb == Verb.NOTE


def test_record_resolution_is_refused_for_an_item_of_another_meeting(clerk):
    with pytest.raises(MeetingNotReady, match="agenda of another meeting"):
        record(make_published_meeting(), clerk, make_item())


def test_record_resolution_tells_the_second_of_two_clerks(clerk):
    meeting = make_published_meeting()
    record(meeting, clerk, expected_version=1)

    with pytest.raises(StaleVersion):
        record(meeting, clerk, expected_version=1, title="Another matter")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DEMOCRATIC_SERVICES])
def test_record_resolution_is_for_democratic_services(role):
    with pytest.raises(NotPermitted):
        record(make_published_meeting(), make_user(role))


def test_record_resolution_refuses_an_officer_as_mover(clerk):
    officer = make_person(kind=PersonKind.OFFICER)

    with pytest.raises(MoverRefused, match="is not a Member"):
        record(make_published_meeting(), clerk, moved_by=officer)


def test_record_resolution_refuses_a_seconder_alone(clerk):
    with pytest.raises(MoverRefused, match="who moved it"):
        record(make_published_meeting(), clerk, seconded_by=make_person())


def test_record_resolution_refuses_mover_and_seconder_in_one(clerk):
    mover = make_person()

    with pytest.raises(MoverRefused, match="cannot move and second"):
        record(make_published_meeting(), clerk, moved_by=mover, seconded_by=mover)


def test_record_resolution_refuses_an_absent_mover(clerk):
    meeting = make_published_meeting()
    make_attendance(meeting)
    absent = make_attendance(meeting, status=AttendanceStatus.APOLOGIES).person

    with pytest.raises(MoverRefused, match="was not present"):
        record(meeting, clerk, moved_by=absent)


def test_record_resolution_refuses_a_recommendation_of_another_item(clerk):
    item = make_item()
    other = make_recommendation(item=make_item(item.meeting))

    with pytest.raises(MeetingNotReady, match="was not put to this item"):
        record(item.meeting, clerk, item, recommendations=[other])


def test_record_resolution_takes_a_recommendation_made_to_the_body(clerk):
    meeting = make_published_meeting()
    recommendation = make_recommendation(meeting.body)

    record(meeting, clerk, recommendations=[recommendation])

    assert recommendation.outcomes.count() == 1


def test_record_advice_writes_advice_of_an_informal_body(clerk):
    meeting = make_meeting(make_informal_body())
    review = make_activity(ActivityKind.REVIEW)

    advice = advise(meeting, clerk, activities=[review])

    assert (advice.kind, advice.effective_on) == (ResolutionKind.ADVICE, COUNCIL_ON)
    assert list(advice.activities.all()) == [review]
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD


def test_record_advice_is_refused_for_a_formal_body(clerk):
    with pytest.raises(BodyCannotDecide, match="is a formal body"):
        advise(make_published_meeting(), clerk)


def test_record_advice_is_for_democratic_services(officer):
    with pytest.raises(NotPermitted):
        advise(make_meeting(make_informal_body()), officer)


def test_withdraw_resolution_takes_the_outcomes_back(clerk):
    item = make_item()
    recommendation = make_recommendation(item=item)
    resolution = record(item.meeting, clerk, item, recommendations=[recommendation])

    meeting = actions.withdraw_resolution(
        resolution=resolution, reason="Wrong item.", by=clerk, now=AFTERWARDS
    )

    assert not Resolution.objects.exists()
    assert not RecommendationOutcome.objects.exists()
    assert meeting.version == 3
    event = pghistory.models.Events.objects.tracks(meeting).order_by("-pgh_id").first()
    assert event.pgh_context["action"] == "governance.withdraw_resolution"
    assert event.pgh_context["reason"] == f"Endorsed, “{item.title}”: Wrong item."


def test_withdraw_resolution_lets_the_item_be_recorded_anew_under_another_code(clerk):
    item = make_item()
    first = record(item.meeting, clerk, item)
    actions.withdraw_resolution(resolution=first, reason="Wrong.", by=clerk, now=AFTERWARDS)

    assert record(item.meeting, clerk, item).code != first.code


def test_withdraw_resolution_needs_a_reason(clerk):
    resolution = make_resolution()

    with pytest.raises(ResolutionStands, match="Say why"):
        actions.withdraw_resolution(resolution=resolution, reason=" ", by=clerk, now=AFTERWARDS)


def test_withdraw_resolution_leaves_what_a_paper_reports(clerk):
    resolution = make_resolution(source=make_source())

    assert not policies.can_withdraw(resolution)
    assert policies.can_withdraw(make_resolution())
    with pytest.raises(ResolutionStands, match="cannot be withdrawn here"):
        actions.withdraw_resolution(resolution=resolution, reason="No.", by=clerk, now=AFTERWARDS)


def test_withdraw_resolution_is_refused_once_a_gate_rests_on_it(clerk, resolution_behind_a_gate):
    resolution = resolution_behind_a_gate

    with pytest.raises(ResolutionStands, match="passed a gate on this resolution"):
        actions.withdraw_resolution(resolution=resolution, reason="No.", by=clerk, now=AFTERWARDS)

    assert Resolution.objects.filter(pk=resolution.pk).exists()


@pytest.fixture
def resolution_behind_a_gate(officer, sro):
    """A resolution on which a review went on to Stage 3."""
    review = reviews.make_review(stage="stage-2")
    reviews.make_option(review)
    reviews.make_evidence(review, by=officer, accepted_by=sro)
    resolution = reviews.make_resolution(review)
    GatePassage.objects.create(
        review=review,
        sequence=review.passages.count() + 1,
        from_stage=review.stage,
        to_stage=review.methodology.stages.get(code="stage-3"),
        outcome=GateOutcome.PASSED,
        effective_on=resolution.effective_on,
        resolution=resolution,
        by=officer,
        reason="All is met.",
    )
    return resolution
