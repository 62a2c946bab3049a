"""Portfolio owners, milestones with their dates, risks and lessons."""

from datetime import date

from ftc.demo.loader.activities import PROGRAMME
from ftc.demo.loader.organisation import People, person_code
from ftc.demo.loader.tables import Papers, Row, add_missing, optional_date, rows
from ftc.programme.enums import MilestoneDateKind, MilestoneStatus
from ftc.programme.models import (
    Activity,
    Lesson,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Portfolio,
    PortfolioOwner,
    Risk,
)

# The papers name the scope of a milestone in their own way; this is our activity's code.
SCOPE_CODES = {"P1": "PH1", "SCP": "W1", "CF": "W2", "CS": "W3", "MR": "W4"}
# A risk belongs to the programme unless its words are about one part of it.
RISK_SCOPES = {"R03": "P025", "R14": "P1-KSS", "R16": "PH1", "R17": "P025"}
LESSON_SCOPES = {
    "Facing the Challenge: Closing down Bold Steps for Kent": "BS",
    "Phase 1 Outturn Report": "PH1",
}
IN_REGISTER = {"yes": True, "no": False, "unknown": None}


def load(papers: Papers, people: People) -> None:
    """Load what is reported of the activities."""
    activities = {activity.code: activity for activity in Activity.objects.all()}
    _owners(papers, people)
    _milestones(papers, activities)
    add_missing(
        Risk,
        "code",
        (
            Risk(
                code=row["risk_code"],
                activity=activities[RISK_SCOPES.get(row["risk_code"], PROGRAMME)],
                title=row["title"],
                description=row["description"],
                source_kind=row["source_kind"],
                in_register=IN_REGISTER[row["in_programme_register"]],
                printed_rating=row["rating"],
                control=row["mitigation_or_control"],
                printed_owner=row["owner"],
                **papers.credit(row),
            )
            for row in rows("risks")
            if RISK_SCOPES.get(row["risk_code"], PROGRAMME) in activities
        ),
    )
    add_missing(
        Lesson,
        "code",
        (
            Lesson(
                code=row["lesson_id"],
                activity=activities[LESSON_SCOPES.get(row["report"], PROGRAMME)],
                report_title=row["report"],
                letter=row["letter"].strip("-"),
                topic=row["topic"],
                summary=row["lesson_summary"],
                response_letters=row["response_letters"],
                response=row["response_summary"],
                link_basis=row["response_link_basis"],
                **papers.credit(row),
            )
            for row in rows("lessons")
        ),
    )


def _scope(row: Row) -> str:
    """The activity of a milestone; at the beginning that of a review is not there yet."""
    return SCOPE_CODES.get(row["scope_code"], row["scope_code"])


def _owners(papers: Papers, people: People) -> None:
    portfolios = {portfolio.code: portfolio for portfolio in Portfolio.objects.all()}
    first_rows = {row["portfolio_code"]: row for row in reversed(rows("portfolios"))}
    owners = []
    for code, row in first_rows.items():
        posts = [post for post in row["sro_posts"].split("|") if post]
        names = row["sro_named"].split("|")
        for order, (post, name) in enumerate(zip(posts, names, strict=False), start=1):
            forename, surname = name.split(" (")[0].split(" ", 1)
            owners.append(
                PortfolioOwner(
                    portfolio=portfolios[code],
                    post=post,
                    person=people.by_code[person_code(forename, surname)],
                    order=order,
                    effective_on=papers.known_on(row),
                    **papers.credit(row),
                )
            )
    add_missing(PortfolioOwner, ("portfolio_id", "post"), owners)


def _milestones(papers: Papers, activities: dict[str, Activity]) -> None:
    table = [row for row in rows("review_milestones") if _scope(row) in activities]
    milestones = add_missing(
        Milestone,
        "code",
        (
            Milestone(
                code=row["milestone_id"],
                activity=activities[_scope(row)],
                title=row["milestone"],
                order=order,
                **papers.credit(row),
            )
            for order, row in enumerate(table, start=1)
        ),
    )
    add_missing(
        MilestoneDate,
        ("milestone_id", "kind", "effective_on"),
        (
            MilestoneDate(
                milestone=milestones[row["milestone_id"]],
                kind=MilestoneDateKind.BASELINE,
                on=optional_date(row["due_date"]),
                precision=row["date_precision"],
                printed=row["date_text"],
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in table
        ),
    )
    add_missing(
        MilestoneReport,
        ("milestone_id", "effective_on"),
        (_report(papers, row, milestones[row["milestone_id"]]) for row in table),
    )


def _report(papers: Papers, row: Row, milestone: Milestone) -> MilestoneReport:
    told = papers.of_meeting(date.fromisoformat(row["status_as_of"]), papers[row["paper"]])
    return MilestoneReport(
        milestone=milestone,
        status=MilestoneStatus(row["status"].upper()),
        basis=row["status_basis"],
        effective_on=told.known_on,
        source=told,
        source_ref=row["source_ref"],
    )
