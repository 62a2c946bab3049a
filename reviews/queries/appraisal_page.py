"""The page of an appraisal: where it stands, who is to do what, and what it gives."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import FinancialYear, long_date
from ftc.ui.charts import BarChart
from ftc.ui.components import SummaryRow, Task
from reviews import permissions
from reviews.enums import AppraisalState, ReviewState
from reviews.models import Appraisal
from reviews.models.appraisal import UNDER_WAY
from reviews.policies.appraisal import missing_to_open
from reviews.queries.appraisal import Result, read_result
from reviews.queries.appraisal_scores import (
    AssessorLine,
    Moderation,
    assessor_lines,
    assessor_of,
    knows_result_on,
    moderation_of,
)
from reviews.queries.appraisal_tables import ranking_chart, worth_chart
from reviews.queries.appraisal_words import simulations_in_words, what_would_change


@dataclass(frozen=True)
class AppraisalMoves:
    """What this person may do with the appraisal now; nothing when the page shows a past day."""

    edit: bool = False
    open: bool = False
    score: bool = False
    moderate: bool = False
    cost: bool = False
    agree: bool = False
    abandon: bool = False


@dataclass(frozen=True)
class AppraisalPage:
    """An appraisal for one reader: ``result`` is None on a day before it was agreed.

    ``missing`` says what scoring cannot open without; ``tasks`` what is to be done by whom.
    """

    result: Result | None
    facts: tuple[SummaryRow, ...]
    assessors: tuple[AssessorLine, ...]
    moderation: Moderation | None
    missing: tuple[str, ...]
    tasks: tuple[Task, ...]
    moves: AppraisalMoves
    ranking: BarChart | None = None
    worth: BarChart | None = None
    changes: tuple[str, ...] = ()
    simulations: tuple[tuple[str, list[str]], ...] = ()

    @property
    def waiting(self) -> int:
        """How many assessors have not handed in."""
        return sum(line.submitted_at is None for line in self.assessors)


def appraisal_page(appraisal: Appraisal, *, as_at: date | None, user: User) -> AppraisalPage:
    """The appraisal as ``user`` may see it; on a past day only what had been agreed by then."""
    facts = tuple(_facts(appraisal))
    if not knows_result_on(appraisal, as_at):
        return AppraisalPage(None, facts, (), None, (), (), AppraisalMoves())
    result = read_result(appraisal, as_at=as_at, with_simulation=True)
    assessors = tuple(assessor_lines(appraisal))
    moves = AppraisalMoves() if as_at is not None else _moves(appraisal, result, user)
    is_set_up = appraisal.state == AppraisalState.SETTING_UP
    missing = tuple(missing_to_open(appraisal)) if is_set_up else ()
    return AppraisalPage(
        result=result,
        facts=facts,
        assessors=assessors,
        moderation=moderation_of(appraisal, user),
        missing=missing,
        tasks=tuple(_tasks(appraisal, result, assessors, moves)),
        moves=moves,
        ranking=ranking_chart(result) if result.is_scored else None,
        worth=worth_chart(result),
        changes=tuple(what_would_change(result)) if result.is_scored else (),
        simulations=tuple(simulations_in_words(result)),
    )


def _facts(appraisal: Appraisal) -> list[SummaryRow]:
    first = FinancialYear(appraisal.first_year)
    last = FinancialYear(appraisal.first_year + appraisal.years - 1)
    rows = [
        SummaryRow("Years", f"{first} to {last}" if first != last else str(first)),
        SummaryRow(
            "Discount rate",
            f"{appraisal.discount_rate.normalize():f}% a year; {first} is not discounted",
        ),
        SummaryRow("Made by", str(appraisal.made_by)),
    ]
    if appraisal.made_because:
        rows.append(SummaryRow("Made again because", appraisal.made_because))
    if appraisal.agreed_on:
        rows.append(
            SummaryRow("Agreed", f"{long_date(appraisal.agreed_on)} by {appraisal.agreed_by}")
        )
    if appraisal.reason:
        rows.append(SummaryRow("Reason", appraisal.reason))
    return rows


def _moves(appraisal: Appraisal, result: Result, user: User) -> AppraisalMoves:
    review = appraisal.review
    if appraisal.state not in UNDER_WAY or review.state != ReviewState.ACTIVE:
        return AppraisalMoves()
    may_edit = permissions.can_edit(user, review)
    state = AppraisalState(appraisal.state)
    assessor = assessor_of(appraisal, user) if state == AppraisalState.SCORING else None
    is_moderated = state == AppraisalState.MODERATION
    return AppraisalMoves(
        edit=may_edit and state == AppraisalState.SETTING_UP,
        open=may_edit and state == AppraisalState.SETTING_UP,
        score=assessor is not None and assessor.submitted_at is None,
        moderate=may_edit and is_moderated,
        cost=permissions.can_cost_options(user, review),
        agree=is_moderated and result.is_scored and permissions.can_agree_appraisal(user, review),
        abandon=may_edit,
    )


def _tasks(
    appraisal: Appraisal,
    result: Result,
    assessors: tuple[AssessorLine, ...],
    moves: AppraisalMoves,
) -> list[Task]:
    """The steps of an appraisal in their order, each with where it stands."""
    state = AppraisalState(appraisal.state)
    handed_in = sum(line.submitted_at is not None for line in assessors)
    is_open = state in UNDER_WAY
    costed = sum(line.worth.net_present_gbp is not None for line in result.lines)
    at = [appraisal.review.code, appraisal.number]

    def url(name: str, *, offered: bool) -> str:
        return reverse(f"reviews:{name}", args=at) if offered else ""

    return [
        Task(
            "Options, assessors and years",
            f"{len(result.lines)} options, {len(assessors)} assessors",
            url("appraisal-edit", offered=moves.edit),
        ),
        Task(
            "Criteria and weights",
            f"{len(result.criteria)} criteria" if result.criteria else "Not set",
            url("appraisal-criteria", offered=moves.edit),
            colour="" if result.criteria else "yellow",
        ),
        Task(
            "Costs and benefits",
            f"{costed} of {len(result.lines)} options",
            url("appraisal-costs", offered=moves.cost),
            colour="" if costed == len(result.lines) or not is_open else "blue",
        ),
        Task(
            "Scores of the assessors",
            f"{handed_in} of {len(assessors)} handed in",
            url("appraisal-scores", offered=moves.score),
            hint="Nobody sees another's scores until every one is in.",
            colour="blue" if state == AppraisalState.SCORING else "",
        ),
        Task(
            "Moderated scores",
            "Every score" if result.is_scored else "Not yet",
            url("appraisal-moderate", offered=moves.moderate),
            colour="yellow" if state == AppraisalState.MODERATION and not result.is_scored else "",
        ),
        Task(
            "Agreement",
            "Agreed" if state == AppraisalState.AGREED else "Not yet",
            url("appraisal-agree", offered=moves.agree),
        ),
    ]
