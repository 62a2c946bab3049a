"""The rows that are credited to a paper: what kinds there are, how many, and where each leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils.http import urlencode

from commissioning.models import CycleStandard, TimetableEntry
from finance.models import (
    CategoryTarget,
    FeeAgreement,
    LedgerEntry,
    PlanAmount,
    Saving,
    SavingsExpectation,
)
from ftc.money import in_pounds
from ftc.organisation.models import Directorate, Division, Person, Service, ServiceBudget
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
from ftc.records.enums import Unit
from ftc.records.figures.evaluate import in_words
from ftc.records.models import EffectiveModel, SourcePaper
from ftc.records.models.bases import readable_classifications
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Meeting,
    Membership,
    Minute,
    Recommendation,
    RecommendationOutcome,
    Resolution,
    Vote,
)
from governance.queries.agenda import readable_minutes
from reviews.models import (
    Criterion,
    EngagementCount,
    GatePassage,
    Option,
    OptionState,
    ReviewedService,
    ReviewStateChange,
)


def _itself(row: Any) -> str:
    url: str = row.get_absolute_url()
    return url


def _nowhere(row: Any) -> str:
    return ""


def _page(route: str) -> Callable[[Any], str]:
    """Every row of the kind is read on this one page."""
    return lambda row: reverse(route)


def _of(path: str, anchor: str = "") -> Callable[[Any], str]:
    """The page of a related row: "option.review"; ``anchor`` is filled from the row."""

    def url(row: Any) -> str:
        holder = row
        for step in path.split("."):
            holder = getattr(holder, step)
        found = holder.get_absolute_url() if holder is not None else ""
        return f"{found}#{anchor.format(row=row)}" if anchor and found else found

    return url


@dataclass(frozen=True)
class CreditedKind:
    """A kind of row that papers are credited with.

    ``related`` is what its words and address read, ``item`` the path to the agenda item whose
    classification it shares.
    """

    model: Any
    one: str
    many: str
    url: Callable[[Any], str] = _nowhere
    related: tuple[str, ...] = ()
    words: Callable[[Any], str] = str
    item: str = ""

    @property
    def code(self) -> str:
        return str(self.model._meta.model_name)

    def rows(self, paper: SourcePaper, *, user: Any, as_at: date | None) -> "QuerySet[Any]":
        """The rows this paper has the credit for that ``user`` may read, in effect by ``as_at``."""
        rows = self.model.objects.filter(source=paper)
        if issubclass(self.model, EffectiveModel):
            rows = rows.as_at(as_at)
        if self.model is AgendaItem:
            rows = rows.visible_to(user)
        if self.model is Minute:
            rows = rows.filter(pk__in=readable_minutes(user).order_by().values("pk"))
        if self.item:
            readable = readable_classifications(user)
            rows = rows.filter(
                Q(**{f"{self.item}__isnull": True})
                | Q(**{f"{self.item}__classification__in": readable})
            )
        return rows


def _pair(first: str) -> Callable[[Any], str]:
    """ "Shadow company: Planned", for a dated row that does not name what it is about."""
    return lambda row: f"{getattr(row, first)}: {row}"


def _report(row: Any) -> str:
    """The list of recommendations, filtered by the report that puts them."""
    return f"{reverse('governance:recommendation-list')}?{urlencode({'report': row.report_code})}"


def _pounds(name: str, said: Callable[[Any], str]) -> Callable[[Any], str]:
    """ "2015/16 Savings required: £88,000,000"."""
    return lambda row: f"{said(row)}: {in_words(getattr(row, name), Unit.GBP)}"


KINDS = (
    CreditedKind(Activity, "activity", "activities", _itself),
    CreditedKind(ReviewedService, "service under review", "services under review",
                 _of("review"), ("review", "service")),
    CreditedKind(Service, "service", "services"),
    CreditedKind(ServiceBudget, "budget of a service", "budgets of services",
                 _page("reviews:review-list"), ("service",),
                 _pounds("net_gbp", lambda row: f"{row.service}, net")),
    CreditedKind(GatePassage, "stage of a review", "stages of reviews", _of("review"),
                 ("review", "to_stage"), _pair("review")),
    CreditedKind(ReviewStateChange, "state of a review", "states of reviews", _of("review"),
                 ("review",), _pair("review")),
    CreditedKind(Option, "option", "options", _of("review"), ("review",)),
    CreditedKind(OptionState, "state of an option", "states of options", _of("option.review"),
                 ("option__review",), _pair("option")),
    CreditedKind(EngagementCount, "count of market engagement", "counts of market engagement",
                 _of("activity"), ("activity",)),
    CreditedKind(Criterion, "criterion of a gate", "criteria of gates",
                 _page("reviews:review-list"), ("stage",), _pair("stage")),
    CreditedKind(Milestone, "milestone", "milestones", _of("activity"), ("activity",)),
    CreditedKind(MilestoneDate, "date of a milestone", "dates of milestones",
                 _of("milestone.activity"), ("milestone__activity",), _pair("milestone")),
    CreditedKind(MilestoneReport, "reported status", "reported statuses",
                 _of("milestone.activity"), ("milestone__activity",), _pair("milestone")),
    CreditedKind(
        Risk, "risk", "risks", lambda row: reverse("programme:risk-detail", args=[row.code])
    ),
    CreditedKind(Lesson, "lesson", "lessons", _page("programme:lesson-list")),
    CreditedKind(Portfolio, "portfolio", "portfolios", _page("programme:index")),
    CreditedKind(PortfolioOwner, "owner of a portfolio", "owners of portfolios",
                 _page("programme:index"), ("portfolio", "person"), _pair("portfolio")),
    CreditedKind(PlanAmount, "amount of the savings plan", "amounts of the savings plan",
                 _page("finance:mtfp"), ("plan_year",),
                 _pounds("amount_gbp", lambda row: f"{row.plan_year} {row.get_measure_display()}")),
    CreditedKind(CategoryTarget, "savings range", "savings ranges", _page("finance:mtfp"),
                 ("category",), lambda row: f"{row.category}: £{in_pounds(row.low_gbp)} to "
                 f"£{in_pounds(row.high_gbp)}"),
    CreditedKind(SavingsExpectation, "savings expectation", "savings expectations",
                 _page("finance:mtfp")),
    CreditedKind(Saving, "saving", "savings", _itself),
    CreditedKind(LedgerEntry, "ledger entry", "ledger entries", _of("saving"), ("saving",),
                 _pounds("amount_gbp", lambda row: f"{row.saving.ref} {row.year}, "
                 f"{row.get_basis_display().lower()}, {row.get_scenario_display().lower()}")),
    CreditedKind(FeeAgreement, "fee agreement", "fee agreements", _of("saving"), ("saving",)),
    CreditedKind(CycleStandard, "commissioning standard", "commissioning standards",
                 _page("commissioning:index")),
    CreditedKind(TimetableEntry, "entry of a timetable", "entries of timetables",
                 _of("workstream"), ("workstream",), _pair("workstream")),
    CreditedKind(Meeting, "meeting", "meetings", _itself, ("body",)),
    CreditedKind(AgendaItem, "agenda item", "agenda items",
                 _of("meeting", "item-{row.number}"), ("meeting",)),
    CreditedKind(Recommendation, "recommendation", "recommendations",
                 _report, (), lambda row: f"{row}: {row.summary}", "agenda_item"),
    CreditedKind(RecommendationOutcome, "outcome of a recommendation",
                 "outcomes of recommendations", lambda row: _report(row.recommendation),
                 ("recommendation",), _pair("recommendation"), "recommendation__agenda_item"),
    CreditedKind(Resolution, "resolution", "resolutions", _of("meeting", "{row.code}"),
                 ("meeting",), item="agenda_item"),
    CreditedKind(Minute, "minute", "minutes", _of("meeting", "minute-{row.number}"), ("meeting",)),
    CreditedKind(Vote, "vote by name", "votes by name",
                 _of("resolution.meeting", "{row.resolution.code}"),
                 ("resolution__meeting", "person"), item="resolution__agenda_item"),
    CreditedKind(Attendance, "attendance", "attendances", _of("meeting", "attendance"),
                 ("meeting", "person")),
    CreditedKind(Decision, "decision", "decisions",
                 lambda row: reverse("governance:decision-detail", args=[row.code])),
    CreditedKind(Body, "body", "bodies", _itself),
    CreditedKind(Membership, "seat on a body", "seats on bodies", _of("body"), ("body", "person")),
    CreditedKind(Directorate, "directorate", "directorates"),
    CreditedKind(Division, "division", "divisions"),
    CreditedKind(Person, "person named", "people named"),
)  # fmt: skip
KIND_BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class CreditedCount:
    """How many rows of a kind a paper has the credit for."""

    kind: CreditedKind
    number: int

    @property
    def words(self) -> str:
        return self.kind.one if self.number == 1 else self.kind.many


@dataclass(frozen=True)
class CreditedRow:
    """One credited row in words, with the paragraph it was read from and where it is shown."""

    words: str
    url: str
    source_ref: str


def credited_counts(paper: SourcePaper, *, user: Any, as_at: date | None) -> list[CreditedCount]:
    """How many rows of each kind, in the order of ``KINDS``, kinds without one left out.

    One query for all kinds.
    """
    counts = [
        kind.rows(paper, user=user, as_at=as_at)
        .order_by()
        .values("source")
        .annotate(kind_code=Value(kind.code), number=Count("pk"))
        .values_list("kind_code", "number")
        for kind in KINDS
    ]
    found = dict(counts[0].union(*counts[1:], all=True))
    return [CreditedCount(kind, found[kind.code]) for kind in KINDS if kind.code in found]


def credited_rows(
    kind: CreditedKind, paper: SourcePaper, *, user: Any, as_at: date | None
) -> "QuerySet[Any]":
    """The rows of a kind in their model's order, with what ``row_of`` reads."""
    rows = kind.rows(paper, user=user, as_at=as_at).select_related(*kind.related)
    return rows.order_by(*rows.model._meta.ordering, "pk")


def row_of(kind: CreditedKind, row: Any) -> CreditedRow:
    """A credited row as its paper's page lists it."""
    return CreditedRow(kind.words(row), kind.url(row), row.source_ref)
