"""Who has scored an appraisal, and, once all are in, every score side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from ftc.organisation.enums import Role
from ftc.organisation.models import User
from reviews.enums import OptionStateKind
from reviews.models import Appraisal, Assessor, ModeratedScore, Option, OptionYear, Review, Score
from reviews.policies import appraisal as rules


@dataclass(frozen=True)
class AssessorLine:
    """An assessor and when they handed in; never what they gave."""

    name: str
    submitted_at: datetime | None


@dataclass(frozen=True)
class SideBySide:
    """One option on one criterion: every assessor's mark, their spread and mean, and what stands.

    ``marks`` are in the order of the assessors; ``spread`` is the highest less the lowest.
    """

    place: rules.Place
    option: str
    marks: tuple[int, ...]
    spread: int
    mean: Decimal
    moderated: Decimal | None
    reason: str

    @property
    def differs(self) -> bool:
        """Whether the moderated score is not the mean."""
        return self.moderated is not None and self.moderated != self.mean


@dataclass(frozen=True)
class CriterionScores:
    """The scores of every option on one criterion; ``weight`` is percent."""

    title: str
    description: str
    weight: Decimal
    lines: tuple[SideBySide, ...]


@dataclass(frozen=True)
class Moderation:
    """Every score of an appraisal, by criterion; the assessors in their order."""

    assessors: tuple[str, ...]
    criteria: tuple[CriterionScores, ...]

    @property
    def lines(self) -> tuple[SideBySide, ...]:
        return tuple(line for criterion in self.criteria for line in criterion.lines)

    @property
    def named(self) -> dict[rules.Place, str]:
        """ "Trading company: Quality" by place."""
        return {
            line.place: f"{line.option}: {criterion.title}"
            for criterion in self.criteria
            for line in criterion.lines
        }


def assessor_lines(appraisal: Appraisal) -> list[AssessorLine]:
    """The assessors in the order they were named: one query."""
    rows = appraisal.assessors.select_related("user").order_by("pk")
    return [AssessorLine(str(row.user), row.submitted_at) for row in rows]


def assessor_of(appraisal: Appraisal, user: User) -> Assessor | None:
    """What ``user`` is to the appraisal; None for anybody but an assessor."""
    found: Assessor | None = appraisal.assessors.filter(user=user).first()
    return found


def own_scores(appraisal: Appraisal, user: User) -> dict[rules.Place, int]:
    """What ``user`` has scored so far, by criterion and appraised option."""
    rows = Score.objects.filter(assessor__appraisal=appraisal, assessor__user=user)
    return {
        (criterion, option): score
        for criterion, option, score in rows.values_list("criterion_id", "option_id", "score")
    }


def criteria_of(appraisal: Appraisal) -> list[Any]:
    return list(appraisal.criteria.order_by("order"))


def options_in(appraisal: Appraisal) -> list[tuple[int, str]]:
    """Key and name of each appraised option, doing nothing first."""
    rows = appraisal.options.select_related("option").order_by("order")
    return [(row.pk, row.option.title) for row in rows]


def moderation_of(appraisal: Appraisal, user: User) -> Moderation | None:
    """Every score side by side, or None while they are blind to ``user``: five queries."""
    assessors = list(appraisal.assessors.select_related("user").order_by("pk"))
    if not assessors or any(row.submitted_at is None for row in assessors):
        return None
    given: dict[rules.Place, dict[int, int]] = {}
    for score in Score.objects.visible_to(user).filter(assessor__appraisal=appraisal):
        place = (score.criterion_id, score.option_id)
        given.setdefault(place, {})[score.assessor_id] = score.score
    moderated = {
        (row.criterion_id, row.option_id): row
        for row in ModeratedScore.objects.filter(criterion__appraisal=appraisal)
    }
    options = options_in(appraisal)
    return Moderation(
        tuple(str(row.user) for row in assessors),
        tuple(
            CriterionScores(
                criterion.title,
                criterion.description,
                criterion.weight,
                tuple(
                    _side_by_side(
                        (criterion.pk, key),
                        named,
                        [given[criterion.pk, key][row.pk] for row in assessors],
                        moderated.get((criterion.pk, key)),
                    )
                    for key, named in options
                ),
            )
            for criterion in criteria_of(appraisal)
        )
        if given
        else (),
    )


def _side_by_side(
    place: rules.Place, option: str, marks: Sequence[int], row: ModeratedScore | None
) -> SideBySide:
    return SideBySide(
        place=place,
        option=option,
        marks=tuple(marks),
        spread=max(marks) - min(marks),
        mean=rules.mean_score(marks),
        moderated=row.score if row else None,
        reason=row.reason if row else "",
    )


def moderated_or_mean(moderation: Moderation) -> dict[rules.Place, tuple[Decimal, str]]:
    """What a moderator starts from: what stands, else the mean."""
    return {
        line.place: (line.mean if line.moderated is None else line.moderated, line.reason)
        for line in moderation.lines
    }


def amounts_of(appraisal: Appraisal) -> Mapping[tuple[int, int], tuple[Decimal, Decimal]]:
    """Costs and benefits in pounds, by appraised option and start of the year."""
    rows = OptionYear.objects.filter(option__appraisal=appraisal)
    return {(row.option_id, row.financial_year): (row.cost_gbp, row.benefit_gbp) for row in rows}


def people_who_may_score() -> "QuerySet[User]":
    """Open accounts with a role, by name."""
    return (
        User.objects.filter(
            is_active=True,
            role_assignments__role__in=Role.values,
            role_assignments__ended_on__isnull=True,
        )
        .prefetch_related("role_assignments")
        .distinct()
        .order_by("name", "username")
    )


def options_offered(review: Review) -> "QuerySet[Option]":
    """The options that may be compared with doing nothing, in their order.

    Those that have gone to another review are appraised there.
    """
    options: Any = Option.objects.with_state(None)
    # A comparison with the state of an option that has none yet is unknown.
    stays = Q(state__isnull=True) | ~Q(state=OptionStateKind.CARRIED)
    rows: QuerySet[Option] = options.filter(stays, review=review, is_do_nothing=False)
    return rows.order_by("order")


def chosen_at_first(review: Review) -> list[str]:
    """The codes of the options a new appraisal starts with: the short list with what is preferred.

    Where nothing is short-listed, the whole list.
    """
    rows: list[Any] = list(options_offered(review))
    if not any(row.state == OptionStateKind.SHORT_LISTED for row in rows):
        return [row.code for row in rows]
    chosen = {OptionStateKind.SHORT_LISTED, OptionStateKind.PREFERRED}
    return [row.code for row in rows if row.state in chosen]


def knows_result_on(appraisal: Appraisal, as_at: date | None) -> bool:
    """Whether the result had been agreed by ``as_at``; without a date whatever stands is known."""
    return as_at is None or (appraisal.agreed_on is not None and appraisal.agreed_on <= as_at)
