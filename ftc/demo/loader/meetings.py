"""Meetings, the agenda of 15 May 2014, and the attendance and minutes of 27 March 2014."""

from datetime import date, time

from ftc.demo.loader.organisation import People
from ftc.demo.loader.tables import Papers, Row, add_missing, optional_int, rows, yes
from ftc.periods import Precision
from ftc.records.enums import Classification
from ftc.records.models import SourcePaper
from governance.enums import AttendanceStatus, MeetingState
from governance.models import AgendaItem, Attendance, Body, Meeting, Minute, Withdrawal

MARCH = "MT-2014-03-27-CC"
MAY = "MT-2014-05-15-CC"
PAY_POLICY_MINUTE = 73  # five Members left for it
SECOND_WEEK_OF_FEBRUARY_2015 = date(2015, 2, 9)


def load(papers: Papers, people: People) -> None:
    """Load meetings and what is known of the two that the papers cover in full."""
    bodies = {body.code: body for body in Body.objects.all()}
    meetings = add_missing(
        Meeting,
        "code",
        (_meeting(papers, row, bodies[row["body_code"]]) for row in rows("meetings")),
    )
    _agenda(papers, meetings[MAY])
    _march(papers, people, meetings[MARCH])


def _meeting(papers: Papers, row: Row, body: Body) -> Meeting:
    held_on, precision, printed = meeting_date(row)
    pack = papers["CC-2014-05-15-PACK"]
    minutes = papers["CC-2014-03-27-MIN"]
    state, published_on, minutes_published_on = MeetingState.HELD, None, None
    if row["kind"] == "planned":
        state = MeetingState.PLANNED
    elif row["meeting_code"] == MAY:
        state, published_on = MeetingState.PUBLISHED, pack.published_on
    elif row["meeting_code"] == MARCH:
        state, minutes_published_on = MeetingState.MINUTES_DRAFTED, minutes.published_on
    elif papers[row["paper"]].meeting_on == held_on and not _is_reported(row):
        state = MeetingState.PUBLISHED  # known only from the paper that went to it
    return Meeting(
        code=row["meeting_code"],
        body=body,
        held_on=held_on,
        precision=precision,
        printed_date=printed,
        kind=row["kind"],
        starts_at=time.fromisoformat(row["start_time"]) if row["start_time"] else None,
        venue=row["venue"],
        business=row["business"],
        state=state,
        published_on=published_on,
        minutes_published_on=minutes_published_on,
        **papers.credit(row),
    )


def _is_reported(row: Row) -> bool:
    """Whether a paper tells what the meeting resolved, so that it was held."""
    return any(
        (decision["body_code"], decision["date"]) == (row["body_code"], row["date"])
        for decision in rows("decisions")
    )


def meeting_date(row: Row) -> tuple[date, Precision, str]:
    """The day, how exactly the papers give it, and how they print it."""
    text, precision = row["date"], row["date_precision"]
    if precision == "day":
        return date.fromisoformat(text), Precision.DAY, ""
    if precision == "month":
        return date.fromisoformat(f"{text}-01"), Precision.MONTH, ""
    if precision == "second week":
        return SECOND_WEEK_OF_FEBRUARY_2015, Precision.WEEK, "second week of February 2015"
    return date.fromisoformat(text), Precision.RANGE, precision.removeprefix("range ") + " 2014"


def _agenda(papers: Papers, meeting: Meeting) -> None:
    by_code = {paper.code: paper for paper in SourcePaper.objects.all()}
    add_missing(
        AgendaItem,
        ("meeting_id", "number"),
        (
            AgendaItem(
                meeting=meeting,
                number=int(row["item_number"]),
                title=row["title"],
                kind=row["kind"],
                page_from=optional_int(row["page_from"]),
                page_to=optional_int(row["page_to"]),
                report_by=row["report_by"],
                purpose=row["purpose_or_verbs"],
                paper=by_code.get(f"CC-2014-05-15-{row['item_number']}")
                or (papers["CC-2014-03-27-MIN"] if row["kind"] == "minutes" else None),
                classification=Classification.PUBLIC,
                **papers.credit(row),
            )
            for row in rows("agenda_items_2014_05_15")
        ),
    )


def _march(papers: Papers, people: People, meeting: Meeting) -> None:
    table = rows("attendance_2014_03_27")
    attendances = add_missing(
        Attendance,
        ("meeting_id", "person_id"),
        (
            Attendance(
                meeting=meeting,
                person=people.by_listed_name[row["name_as_listed"]],
                status=AttendanceStatus(row["status"].upper()),
                office="" if row["role"] == "Member" else row["role"],
                declared_interest=yes(row["declared_other_significant_interest"]),
                order=int(row["order"]),
                **papers.credit(row),
            )
            for row in table
        ),
    )
    minutes = add_missing(
        Minute,
        ("meeting_id", "number"),
        (
            Minute(
                meeting=meeting,
                number=int(row["minute_no"]),
                title=row["title"],
                kind=row["kind"],
                outcome=row["outcome"],
                **papers.credit(row),
            )
            for row in rows("minutes_2014_03_27")
        ),
    )
    left = minutes[meeting.pk, PAY_POLICY_MINUTE]
    add_missing(
        Withdrawal,
        ("attendance_id", "minute_id"),
        (
            Withdrawal(
                attendance=attendances[meeting.pk, people.by_listed_name[row["name_as_listed"]].pk],
                minute=left,
                **papers.credit(row),
            )
            for row in table
            if yes(row["left_chamber_for_minute_73"])
        ),
    )
