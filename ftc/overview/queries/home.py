"""What each person's home page says: what is asked of them, theirs, what comes, and their role."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import User
from ftc.overview.calculations import in_days, short_pounds
from ftc.overview.queries.before_council import next_council
from ftc.overview.queries.discrepancies import count_of_differences
from ftc.periods import FinancialYear, Precision, long_date, weekday_date
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Assignment
from ftc.records.figures import Figures
from ftc.records.models import Document
from governance.enums import RecommendationStatus
from governance.models import AgendaItem, Constitution, Meeting
from governance.queries import deadline_for_papers, recommendations, upcoming
from reviews.asks import Ask, asked_of
from reviews.queries import ReviewRow, review_rows, rows_of, stage_places

MEETINGS_SHOWN = 4
DOCUMENTS_SHOWN = 5
ITEMS_SHOWN = 8


@dataclass(frozen=True)
class HomeAsk:
    """Something asked of this person, due as exactly as the milestone it waits for is dated."""

    ask: Ask
    due: str
    is_overdue: bool


@dataclass(frozen=True)
class HomeReview:
    """A review this person leads or owns, with how much is asked of them for it."""

    row: ReviewRow
    role: str
    asked: int


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting to come, with the last day for its papers in words."""

    meeting: Meeting
    title: str
    when: str
    papers: str


@dataclass(frozen=True)
class ItemWithoutOutcome:
    """An agenda item with recommendations that nobody has recorded an outcome for."""

    item: AgendaItem
    number_open: int


@dataclass(frozen=True)
class SavingsSentence:
    """ "£88m is needed in 2015/16; £45m is identified; £43m is not"."""

    year: str
    needed: str
    identified: str
    unidentified: str
    is_known: bool


@dataclass(frozen=True)
class Home:
    """A person's home page; parts that are not for their role are None or empty."""

    asks: list[HomeAsk]
    reviews: list[HomeReview]
    coming: list[ComingMeeting]
    council: ComingMeeting | None = None
    documents: list[Document] | None = None
    without_outcome: list[ItemWithoutOutcome] | None = None
    savings: SavingsSentence | None = None
    differences: tuple[int, int] | None = None
    manages_people: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def is_member(self) -> bool:
        return Role.MEMBER in self.roles

    @property
    def is_auditor(self) -> bool:
        return Role.AUDITOR in self.roles

    @property
    def may_have_reviews(self) -> bool:
        """Whether having no review, or nothing asked for one, is worth a sentence."""
        return bool(self.roles & {Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER})


def home(user: User, *, today: date, as_at: date | None) -> Home:
    """Read the page for one person; ``today`` judges what is next, overdue and asked.

    The number of queries depends on the roles held, never on the rows there are.
    """
    asks = asked_of(user, today)
    council = next_council(on=today, user=user, as_at=as_at)
    rules = Constitution.objects.in_force(as_at)
    is_finance = Role.FINANCE in user.roles
    compares = is_finance or user.roles & {Role.AUDITOR, Role.PORTFOLIO_OFFICE}
    reviews = _reviews(user, asks, today=today, as_at=as_at)
    return Home(
        asks=[_asked(ask, reviews, today) for ask in asks],
        reviews=reviews,
        coming=[
            _coming(meeting, today, rules)
            for meeting in upcoming(today, MEETINGS_SHOWN, user=user, as_at=as_at)
        ],
        council=_coming(council, today, rules) if council else None,
        documents=_documents(user) if user.may(Permission.REPORT_MAKE) else None,
        without_outcome=(
            _without_outcome(user, as_at) if user.may(Permission.RESOLUTION_RECORD) else None
        ),
        savings=_savings(user, today, as_at) if is_finance else None,
        differences=count_of_differences(as_at=as_at, user=user) if compares else None,
        manages_people=user.may(Permission.USERS_MANAGE),
        roles=user.roles,
    )


def _asked(ask: Ask, reviews: list[HomeReview], today: date) -> HomeAsk:
    """The ask, due when its review's next milestone is, in the words of that milestone.

    A milestone of September is not one of 1 September.
    """
    milestones = [r.row.milestone for r in reviews if r.row.code == ask.review_code]
    for milestone in milestones:
        if milestone and milestone.on and ask.due in {None, milestone.on}:
            return HomeAsk(ask, milestone.text, milestone.is_overdue)
    due = long_date(ask.due) if ask.due else ""
    return HomeAsk(ask, due, ask.due is not None and ask.due < today)


def _reviews(user: User, asks: list[Ask], *, today: date, as_at: date | None) -> list[HomeReview]:
    """The reviews this person leads or owns now, in the programme's order."""
    held = dict(
        Assignment.objects.filter(user=user, ended_on__isnull=True).values_list(
            "activity__code", "role"
        )
    )
    if not held:
        return []
    found = review_rows(as_at=as_at).filter(code__in=held).order_by("phase_number", "order", "code")
    rows = rows_of(found, as_at=as_at, today=today, stages=stage_places())
    asked = Counter(ask.review_code for ask in asks)
    return [HomeReview(row, AssignmentRole(held[row.code]).label, asked[row.code]) for row in rows]


def _coming(meeting: Meeting, today: date, rules: Constitution | None) -> ComingMeeting:
    is_exact = meeting.held_on is not None and meeting.precision == Precision.DAY
    deadline = deadline_for_papers(meeting, rules) if rules else None
    papers = (
        f"papers by {weekday_date(deadline.on)}, {deadline.clear_days} clear days"
        if deadline
        else ""
    )
    return ComingMeeting(
        meeting=meeting,
        title=f"{meeting.body.name}, "
        + (weekday_date(meeting.held_on) if is_exact and meeting.held_on else meeting.date_text),
        when=in_days(meeting.held_on, today) if is_exact and meeting.held_on else "",
        papers=papers,
    )


def _documents(user: User) -> list[Document]:
    """Documents under way first, then the newest others."""
    rows = Document.objects.visible_to(user)
    under_way = list(rows.unfinished())
    others = list(rows.exclude(pk__in=[d.pk for d in under_way])[:DOCUMENTS_SHOWN])
    return [*under_way, *others][:DOCUMENTS_SHOWN]


def _without_outcome(user: User, as_at: date | None) -> list[ItemWithoutOutcome]:
    """Agenda items whose recommendations are open, the latest meeting first."""
    open_by_item = dict(
        recommendations(user=user, as_at=as_at, status=RecommendationStatus.OPEN)
        .filter(agenda_item__isnull=False)
        .order_by()
        .values("agenda_item")
        .annotate(number=Count("pk"))
        .values_list("agenda_item", "number")
    )
    items = (
        AgendaItem.objects.visible_to(user)
        .filter(Q(pk__in=open_by_item))
        .select_related("meeting__body")
        .order_by("-meeting__held_on", "meeting__code", "number")
    )
    return [ItemWithoutOutcome(item, open_by_item[item.pk]) for item in items[:ITEMS_SHOWN]]


def _savings(user: User, today: date, as_at: date | None) -> SavingsSentence:
    """The coming financial year's savings, from the same figures as the savings page."""
    year = str(FinancialYear.containing(today).next())
    figures = Figures(as_at=as_at, user=user)
    needed, identified, unidentified = (
        figures(f"finance.{measure}", year=year).value
        for measure in ("requirement", "identified", "unidentified")
    )
    return SavingsSentence(
        year=year,
        needed=short_pounds(needed),
        identified=short_pounds(identified),
        unidentified=short_pounds(unidentified),
        is_known=needed is not None,
    )
