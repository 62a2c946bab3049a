"""The smallest valid bodies, meetings, agenda items, attendances, resolutions and votes."""

from datetime import UTC, date, datetime
from itertools import count

from ftc.records.enums import Classification
from governance.enums import (
    AttendanceStatus,
    BodyKind,
    MeetingState,
    RecommendationStatus,
    Regime,
    ResolutionKind,
    Verb,
    VoteChoice,
)
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Constitution,
    Decision,
    Meeting,
    Membership,
    Minute,
    Recommendation,
    RecommendationOutcome,
    Resolution,
    Vote,
    Withdrawal,
)
from tests.factories.organisation import make_person

COUNCIL_ON = date(2014, 5, 15)
PUBLISHED_ON = date(2014, 5, 6)
AFTERWARDS = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

_numbers = count(1)


def make_body(**fields):
    """A committee under the Local Government Act 1972 that may decide."""
    number = next(_numbers)
    return Body.objects.create(
        **(
            {
                "code": f"B{number}",
                "name": f"Body {number}",
                "kind": BodyKind.COMMITTEE,
                "regime": Regime.LOCAL_GOVERNMENT_ACT_1972,
                "may_decide": True,
            }
            | fields
        )
    )


def make_informal_body(**fields):
    """A board that gives advice."""
    return make_body(
        **(
            {
                "kind": BodyKind.PROGRAMME_BOARD,
                "regime": Regime.INFORMAL,
                "may_decide": False,
                "name": "Transformation Advisory Group",
            }
            | fields
        )
    )


def make_constitution(**fields):
    """Five clear days, 28 days' notice of key decisions, since 2012."""
    return Constitution.objects.create(
        **(
            {
                "effective_on": date(2012, 9, 10),
                "agenda_clear_days": 5,
                "key_decision_notice_days": 28,
            }
            | fields
        )
    )


def make_meeting(body=None, *, on=COUNCIL_ON, **fields):
    """A meeting on a day, its agenda not published; planned."""
    number = next(_numbers)
    return Meeting.objects.create(
        **(
            {
                "code": f"MT-{number}",
                "body": body or make_body(),
                "held_on": on,
                "precision": "day",
                "kind": "meeting",
                "state": MeetingState.PLANNED,
            }
            | fields
        )
    )


def make_published_meeting(body=None, **fields):
    """A meeting on 15 May 2014 whose agenda went out on 6 May."""
    return make_meeting(
        body, **({"published_on": PUBLISHED_ON, "state": MeetingState.PUBLISHED} | fields)
    )


def make_item(meeting=None, **fields):
    """A public item of business."""
    meeting = meeting or make_published_meeting()
    number = meeting.agenda_items.count() + 1
    return AgendaItem.objects.create(
        **(
            {
                "meeting": meeting,
                "number": number,
                "title": f"Business {number}",
                "kind": "report",
                "classification": Classification.PUBLIC,
            }
            | fields
        )
    )


def make_exempt_item(meeting=None, **fields):
    """An item that is not for publication, under paragraph 3."""
    return make_item(
        meeting,
        **(
            {
                "title": "Prices of the bidders",
                "classification": Classification.EXEMPT,
                "exempt_paragraph": 3,
                "exempt_reason": "It names what bidders offered.",
            }
            | fields
        ),
    )


def make_minute(meeting, number=71, **fields):
    return Minute.objects.create(
        **(
            {
                "meeting": meeting,
                "number": number,
                "title": f"Minute {number}",
                "kind": "report",
                "outcome": "Resolved",
            }
            | fields
        )
    )


def make_attendance(meeting, person=None, status=AttendanceStatus.PRESENT, **fields):
    return Attendance.objects.create(
        meeting=meeting,
        person=person or make_person(),
        status=status,
        **({"order": meeting.attendances.count() + 1} | fields),
    )


def make_withdrawal(attendance, minute):
    """They left for the item of this minute."""
    return Withdrawal.objects.create(attendance=attendance, minute=minute)


def make_membership(body, person=None, **fields):
    return Membership.objects.create(body=body, person=person or make_person(), **fields)


def make_resolution(meeting=None, **fields):
    """A resolution of a formal body, advice of an informal one, on the day of the meeting."""
    meeting = meeting or make_meeting(state=MeetingState.HELD)
    kind = ResolutionKind.RESOLUTION if meeting.body.is_formal else ResolutionKind.ADVICE
    return Resolution.objects.create(
        **(
            {
                "code": f"RES-T{next(_numbers)}",
                "meeting": meeting,
                "kind": kind,
                "title": "The preferred options",
                "verb": Verb.ENDORSE,
                "effective_on": meeting.held_on,
            }
            | fields
        )
    )


def make_vote(resolution, person, choice=VoteChoice.FOR, **fields):
    """One row of a recorded vote; the counts on the resolution are yours to keep equal."""
    return Vote.objects.create(resolution=resolution, person=person, choice=choice, **fields)


def make_recommendation(body=None, *, item=None, **fields):
    """A recommendation to a body; of an agenda item when one is given."""
    number = next(_numbers)
    if item is not None:
        body = item.meeting.body
    return Recommendation.objects.create(
        **(
            {
                "code": f"REC-{number}",
                "report_code": "REPORT",
                "report_title": "Outturn report",
                "report_date": "2014-05-15",
                "body": body or make_body(),
                "agenda_item": item,
                "number": str(number),
                "verb": "endorse",
                "summary": f"Summary {number}",
                "order": number,
            }
            | fields
        )
    )


def make_outcome(recommendation, status=RecommendationStatus.NOTED, **fields):
    return RecommendationOutcome.objects.create(
        recommendation=recommendation,
        status=status,
        **({"effective_on": COUNCIL_ON} | fields),
    )


def make_decision(maker=None, **fields):
    """A proposed key decision."""
    number = next(_numbers)
    return Decision.objects.create(
        **(
            {
                "code": f"14-{number:05d}",
                "number": f"14/{number:05d}",
                "title": "Appointment of a partner",
                "is_key": True,
                "maker": maker or make_body(),
            }
            | fields
        )
    )
