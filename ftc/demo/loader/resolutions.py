"""What bodies resolved or advised, the recorded vote by name, and the proposed decision."""

from datetime import date

from ftc.demo.loader.meetings import MARCH
from ftc.demo.loader.organisation import People
from ftc.demo.loader.tables import Papers, Row, add_missing, optional_int, rows, yes
from ftc.programme.models import Activity
from governance.enums import (
    DecisionState,
    RecommendationStatus,
    Regime,
    ResolutionKind,
    Verb,
    VoteChoice,
)
from governance.models import (
    Body,
    Decision,
    Meeting,
    Minute,
    Recommendation,
    RecommendationOutcome,
    Resolution,
    Vote,
)

VERBS = {
    "approve": Verb.APPROVE,
    "note": Verb.NOTE,
    "endorse": Verb.ENDORSE,
    "agree": Verb.AGREE,
    "note and endorse": Verb.ENDORSE,
    "recommend": Verb.RECOMMEND,
}
STATUSES = {
    "resolved_noted": RecommendationStatus.NOTED,
    "resolved_endorsed": RecommendationStatus.ENDORSED,
    "resolved_agreed": RecommendationStatus.AGREED,
    "approved": RecommendationStatus.APPROVED,
    "accepted_by_kcc": RecommendationStatus.ACCEPTED,
    "for_consideration": RecommendationStatus.FOR_CONSIDERATION,
}
# The minute that resolved each report of 27 March 2014, and the approval of December 2013.
MINUTE_OF_REPORT = {
    "CC1403": 69,
    "CC1403C": 70,
    "CC1403E": 71,
    "CC1403I": 72,
    "CC1403P": 73,
    "CC1403T": 74,
}
APPROVAL_OF_DECEMBER = "D15"
PROGRAMME_0_25 = "P025"


def load(papers: Papers, people: People) -> None:
    """Load ``decisions.csv``, the recorded vote, and the outcomes of recommendations."""
    table = rows("decisions")
    meetings = {
        (meeting.body.code, meeting.held_on): meeting
        for meeting in Meeting.objects.select_related("body")
        if meeting.held_on
    }
    minutes = {minute.number: minute for minute in Minute.objects.filter(meeting__code=MARCH)}
    resolutions = add_missing(
        Resolution,
        "code",
        (
            _resolution(papers, people, row, meetings[meeting_key(row)], minutes)
            for row in table
            if row["kind"] != "proposed_decision"
        ),
    )
    _votes(papers, people, resolutions[resolution_code(MARCH, 71)])
    _outcomes(papers, resolutions)
    for row in table:
        if row["kind"] == "proposed_decision":
            _proposed_decision(papers, people, row)


def meeting_key(row: Row) -> tuple[str, date]:
    """The body and day of the meeting a row belongs to; a month is its first day."""
    day = row["date"] if len(row["date"]) == 10 else f"{row['date']}-01"
    return row["body_code"], date.fromisoformat(day)


def resolution_code(meeting_code: str, number: int | str) -> str:
    """A resolution's public code: its meeting's and the minute's number."""
    return f"{meeting_code}-{number}"


def _resolution(
    papers: Papers, people: People, row: Row, meeting: Meeting, minutes: dict[int, Minute]
) -> Resolution:
    minute = minutes[int(row["minute_no"])] if row["minute_no"] else None
    informal = meeting.body.regime == Regime.INFORMAL
    return Resolution(
        code=resolution_code(meeting.code, row["minute_no"]) if minute else row["decision_id"],
        meeting=meeting,
        kind=ResolutionKind.ADVICE if informal else ResolutionKind.RESOLUTION,
        minute=minute,
        title=row["item_title"],
        verb=VERBS[row["verb"]],
        text=row["outcome_summary"],
        moved_by=people.member(row["mover"]) if row["mover"] else None,
        seconded_by=people.member(row["seconder"]) if row["seconder"] else None,
        has_recorded_vote=yes(row["recorded_vote"]),
        votes_for=optional_int(row["votes_for"]),
        votes_abstain=optional_int(row["votes_abstain"]),
        votes_against=optional_int(row["votes_against"]),
        effective_on=meeting_key(row)[1],
        **papers.credit(row),
    )


def _votes(papers: Papers, people: People, resolution: Resolution) -> None:
    add_missing(
        Vote,
        ("resolution_id", "person_id"),
        (
            Vote(
                resolution=resolution,
                person=people.by_listed_name[row["attendance_name"]],
                choice=VoteChoice(row["vote"].upper()),
                printed_name=row["name_as_listed"],
                order=int(row["order"]),
                **papers.credit(row),
            )
            for row in rows("recorded_vote_2014_03_27")
        ),
    )


def _outcomes(papers: Papers, resolutions: dict[str, Resolution]) -> None:
    recommendations = {r.code: r for r in Recommendation.objects.all()}
    outcomes = []
    for row in rows("recommendations"):
        if row["status"] not in STATUSES:
            continue  # no outcome is recorded: the recommendation is open
        recommendation = recommendations[row["rec_id"]]
        resolution = None
        if row["report_code"] in MINUTE_OF_REPORT:
            number = MINUTE_OF_REPORT[row["report_code"]]
            resolution = resolutions[resolution_code(MARCH, number)]
        elif row["status"] == "approved":
            resolution = resolutions[APPROVAL_OF_DECEMBER]
        if resolution is not None:
            resolution.recommendations.add(recommendation)
        outcomes.append(
            RecommendationOutcome(
                recommendation=recommendation,
                status=STATUSES[row["status"]],
                basis=row["status_basis"],
                resolution=resolution,
                effective_on=resolution.effective_on if resolution else papers.known_on(row),
                **papers.credit(row),
            )
        )
    add_missing(RecommendationOutcome, ("recommendation_id", "effective_on"), outcomes)


def _proposed_decision(papers: Papers, people: People, row: Row) -> None:
    number, title = row["item_title"].split(" ", 1)
    decision, is_new = Decision.objects.get_or_create(
        code=number.replace("/", "-").removeprefix("20"),
        defaults={
            "number": number,
            "title": title,
            "is_key": True,
            "maker": Body.objects.get(code=row["body_code"]),
            "maker_person": people.member("Mr Oakford"),
            "maker_post": "Cabinet Member for Specialist Children's Services",
            "considered_at": Meeting.objects.get(code="MT-2015-01-20-CSCH"),
            "state": DecisionState.PROPOSED,
            **papers.credit(row),
        },
    )
    if is_new:
        decision.activities.add(Activity.objects.get(code=PROGRAMME_0_25))
