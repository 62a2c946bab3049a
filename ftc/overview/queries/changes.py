"""What took effect between two dates, as sentences with a link each, newest first."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from finance.enums import Basis, PlanMeasure
from finance.models import LedgerEntry, PlanAmount
from ftc.overview.calculations import counted, listed, short_pounds
from ftc.periods import long_date
from ftc.programme.enums import MilestoneStatus
from ftc.programme.models import MilestoneReport, StatusReport
from governance.enums import RecommendationStatus
from governance.models import Decision, RecommendationOutcome
from governance.queries import recommendations
from governance.queries.agenda import readable_resolutions
from reviews.enums import GateOutcome, OptionStateKind, ReviewState
from reviews.models import GatePassage, OptionState, Review, ReviewStateChange


@dataclass(frozen=True)
class Change:
    """One thing that took effect, in words, and the page that shows it."""

    on: date
    text: str
    url: str
    printed_on: str = ""

    @property
    def when(self) -> str:
        """The date no more exact than its source."""
        return self.printed_on or long_date(self.on)


@dataclass(frozen=True)
class Period:
    """After one date, the day of a meeting, up to and with another.

    What people did on the first day came of that meeting, so it counts; what a paper of that day
    says lay before the meeting, so it does not. ``acts_only`` leaves out whatever papers say.
    """

    after: date
    until: date
    acts_only: bool = False

    def rows(self, queryset: "QuerySet[Any]", *, doer: str = "") -> "QuerySet[Any]":
        """Rows that took effect in the period; ``doer`` is the field that names a person."""
        within = Q(effective_on__gt=self.after)
        if self.acts_only:
            within &= Q(**{f"{doer}__isnull": False}) if doer else Q(pk__in=[])
        elif doer:
            within |= Q(effective_on=self.after, **{f"{doer}__isnull": False})
        return queryset.filter(within, effective_on__lte=self.until)


def changes(period: Period, *, user: Any) -> list[Change]:
    """Everything dated that took effect in the period, newest first.

    A review has one sentence a day, whatever happened to it; outcomes of recommendations are
    counted by report and milestones by day. A fixed number of queries.
    """
    found = [
        *_of_reviews(period),
        *_of_plan(period),
        *_of_ledger(period),
        *_resolutions(period, user),
        *_decisions(period),
        *_recommendations(period, user),
        *_milestones(period),
        *_status_reports(period),
    ]
    return sorted(found, key=lambda change: change.on, reverse=True)


@dataclass
class _Day:
    """What happened to one review on one day."""

    preferred: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    moves: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        options = []
        if self.preferred:
            options.append(f"{listed(self.preferred)} preferred")
        options += [f"{counted(n, 'option')} {said}" for said, n in self.rejected.items()]
        return "; ".join([*([", ".join(options)] if options else []), *self.moves])


def _of_reviews(period: Period) -> list[Change]:
    """Options, stages and states, one sentence a review and day, in the programme's order."""
    days: dict[tuple[date, int], _Day] = defaultdict(_Day)
    reviews: dict[int, Review] = {}

    def day_of(row: Any, review: Review) -> _Day:
        reviews[review.pk] = review
        return days[row.effective_on, review.pk]

    states = OptionState.objects.select_related("option__review__phase")
    models = states.prefetch_related("option__delivery_models")
    for state in period.rows(models, doer="by").order_by("option__order", "pk"):
        if state.state == OptionStateKind.CARRIED:
            continue  # it is told where it goes on
        day = day_of(state, state.option.review)
        if state.state == OptionStateKind.PREFERRED:
            names = [model.name for model in state.option.delivery_models.all()]
            day.preferred.append(listed(names) or state.option.title)
        else:
            day.rejected[state.get_state_display().lower()] += 1
    passages = GatePassage.objects.select_related("review__phase", "to_stage")
    for passage in period.rows(passages, doer="by").order_by("sequence"):
        day_of(passage, passage.review).moves.append(passage_in_words(passage))
    before = set(
        ReviewStateChange.objects.filter(effective_on__lte=period.after).values_list(
            "review", flat=True
        )
    )
    changed = ReviewStateChange.objects.select_related("review__phase")
    for change in period.rows(changed, doer="by").order_by("effective_on", "pk"):
        words = _state_in_words(change, is_first=change.review_id not in before)
        day_of(change, change.review).moves.append(words)
        before.add(change.review_id)
    ordered = sorted(days, key=lambda key: (reviews[key[1]].phase.number, reviews[key[1]].order))
    return [
        Change(
            on, f"{reviews[pk].title}: {days[on, pk].sentence()}", reviews[pk].get_absolute_url()
        )
        for on, pk in ordered
    ]


def passage_in_words(passage: GatePassage) -> str:
    """What happened at a gate, inside a sentence."""
    words = {
        GateOutcome.REPORTED: f"reported at {passage.to_stage}",
        GateOutcome.ENTERED: f"{passage.to_stage} started",
        GateOutcome.CARRIED: f"begun at {passage.to_stage}",
        GateOutcome.PASSED: f"moved to {passage.to_stage}",
        GateOutcome.PASSED_WITH_CONDITIONS: f"moved to {passage.to_stage} on conditions",
        GateOutcome.MOVED: f"moved to another version of its methodology, at {passage.to_stage}",
        GateOutcome.RETURNED: f"returned to {passage.to_stage}",
        GateOutcome.POSTPONED: "gate postponed",
    }
    return words[GateOutcome(passage.outcome)]


def _state_in_words(change: ReviewStateChange, *, is_first: bool) -> str:
    if change.state == ReviewState.ACTIVE:
        return "added to the reviews" if is_first else "resumed"
    return f"{change.get_state_display().lower()}. {change.reason.rstrip('.')}"


def _of_plan(period: Period) -> list[Change]:
    """One sentence for each year of the savings plan of which an amount took effect."""
    rows = period.rows(PlanAmount.objects.select_related("plan_year")).order_by(
        "effective_on", "plan_year__financial_year", "pk"
    )
    found = []
    for (on, year), group in groupby(rows, key=lambda row: (row.effective_on, row.plan_year)):
        amounts = {row.measure: short_pounds(row.amount_gbp) for row in group}
        required = amounts.get(PlanMeasure.REQUIREMENT)
        missing = amounts.get(PlanMeasure.UNIDENTIFIED)
        if required and missing:
            words = f"{required} required, {missing} of it not yet identified"
        elif required:
            words = f"{required} required"
        else:
            words = f"{missing} not yet identified"
        found.append(Change(on, f"Savings for {year}: {words}", reverse("finance:mtfp")))
    return found


def _of_ledger(period: Period) -> list[Change]:
    """The pounds entered for each saving on a day, by basis and scenario; kinds are not added."""
    rows = period.rows(LedgerEntry.objects.select_related("saving"), doer="by")
    sums: dict[tuple[date, str, str], Any] = defaultdict(int)
    savings = {}
    for row in rows.order_by("saving__ref", "scenario", "basis", "pk"):
        words = f"{Basis(row.basis).label.lower()} ({row.get_scenario_display().lower()})"
        sums[row.effective_on, row.saving.ref, words] += row.amount_gbp
        savings[row.saving.ref] = row.saving
    return [
        Change(
            on, f"{savings[ref]}: {short_pounds(total)} {words}", savings[ref].get_absolute_url()
        )
        for (on, ref, words), total in sums.items()
    ]


def _resolutions(period: Period, user: Any) -> list[Change]:
    rows = period.rows(readable_resolutions(user, period.until), doer="recorded_by").select_related(
        "meeting__body"
    )
    return [
        Change(
            row.effective_on,
            f"{row.meeting.body.name}: {row.get_verb_display().lower()} “{row.title}”",
            f"{row.meeting.get_absolute_url()}#{row.code}",
            row.meeting.date_text if row.effective_on == row.meeting.held_on else "",
        )
        for row in rows.order_by("meeting__code", "minute__number", "pk")
    ]


def _decisions(period: Period) -> list[Change]:
    rows = Decision.objects.filter(taken_on__gt=period.after, taken_on__lte=period.until)
    if period.acts_only:
        rows = rows.filter(source__isnull=True)
    return [
        Change(
            row.taken_on,
            f"Decision {row.number} taken: {row.title}",
            reverse("governance:decision-detail", args=[row.code]),
        )
        for row in rows
        if row.taken_on
    ]


def _recommendations(period: Period, user: Any) -> list[Change]:
    """Outcomes that no recorded resolution tells already, counted by report and status."""
    outcomes = RecommendationOutcome.objects.filter(
        resolution__isnull=True,
        recommendation__in=recommendations(user=user, as_at=None).order_by().values("pk"),
    )
    rows = period.rows(outcomes)
    counts: Counter[tuple[date, str, str, str]] = Counter(
        (
            row.effective_on,
            row.recommendation.report_code,
            row.recommendation.report_title,
            RecommendationStatus(row.status).label.lower(),
        )
        for row in rows.select_related("recommendation").order_by("recommendation__order", "pk")
    )
    url = reverse("governance:recommendation-list")
    return [
        Change(on, f"{title}: {counted(n, 'recommendation')} {status}", f"{url}?report={report}")
        for (on, report, title, status), n in counts.items()
    ]


def _milestones(period: Period) -> list[Change]:
    """How many milestones were reported in each status, one sentence a day."""
    rows = period.rows(MilestoneReport.objects.all()).order_by("effective_on")
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for on, status in rows.values_list("effective_on", "status"):
        by_day[on][status] += 1
    order = list(MilestoneStatus.values)
    return [
        Change(
            on,
            f"{counted(sum(counts.values()), 'milestone')} reported: "
            + "; ".join(
                f"{counts[status]} {MilestoneStatus(status).label.lower()}"
                for status in sorted(counts, key=order.index)
            ),
            reverse("programme:milestone-list"),
        )
        for on, counts in by_day.items()
    ]


def _status_reports(period: Period) -> list[Change]:
    rows = period.rows(
        StatusReport.objects.select_related("activity"), doer="reported_by"
    ).order_by("pk")
    return [
        Change(
            row.effective_on,
            f"{row.activity}: reported {row.get_rag_display().lower()}",
            row.activity.get_absolute_url(),
        )
        for row in rows
    ]
