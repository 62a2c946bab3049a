"""What the facts allow of an appraisal: how it is set up, scored, moderated and agreed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ftc.organisation.models import User
from ftc.periods import FinancialYear
from ftc.records.enums import Classification
from ftc.records.models.bases import readable_classifications
from reviews.calculations import appraisal as calculations
from reviews.enums import AppraisalState
from reviews.errors import AppraisalRefused
from reviews.models import Appraisal, Assessor, Option, Review
from reviews.models.appraisal import UNDER_WAY

FIRST_YEARS = (2000, 2100)
MOST_YEARS = 30
MEAN_PLACES = 2  # of a moderated score
Place = tuple[int, int]  # a criterion and an appraised option, by their keys


@dataclass(frozen=True)
class CriterionPlan:
    """A criterion as it is set up; ``weight`` is percent."""

    title: str
    weight: Decimal
    description: str = ""


def check_state(appraisal: Appraisal, *states: AppraisalState) -> None:
    """Raises AppraisalRefused unless the appraisal is in one of ``states``."""
    if appraisal.state not in states:
        now = AppraisalState(appraisal.state)
        wanted = " or ".join(state.label.lower() for state in states)
        raise AppraisalRefused(
            f"This appraisal is {now.label.lower()}. This is done while one is {wanted}."
        )


def check_can_be_made(review: Review, *, made_because: str) -> None:
    """Raises AppraisalRefused where one is under way, or a further one says no reason."""
    for earlier in review.appraisals.all():
        if earlier.state in UNDER_WAY:
            raise AppraisalRefused(
                f"“{earlier}” is still {AppraisalState(earlier.state).label.lower()}. "
                "Agree or abandon it before a new one is made."
            )
    if not made_because.strip() and review.appraisals.exists():
        raise AppraisalRefused(
            "This review's options have been appraised before. Say why they are appraised again."
        )


def check_options(review: Review, options: Collection[Option]) -> None:
    """Raises AppraisalRefused unless options of the review are compared with doing nothing.

    Source: HM Treasury, The Green Book, chapter 4: the option of business as usual is always one.
    """
    if any(option.review_id != review.pk for option in options):
        raise AppraisalRefused("An appraisal has options of its own review alone.")
    if not any(not option.is_do_nothing for option in options):
        raise AppraisalRefused("Choose at least one option to compare with doing nothing.")


def check_assessors(assessors: Collection[User], classification: str) -> None:
    """Raises AppraisalRefused where there is none, or one may not read what they would score."""
    if not assessors:
        raise AppraisalRefused("Name at least one assessor.")
    for user in assessors:
        if classification not in readable_classifications(user):
            label = Classification(classification).label.lower()
            raise AppraisalRefused(
                f"{user} may not read {label} material, so cannot score this appraisal."
            )


def check_years(first_year: int, years: int) -> None:
    """Raises AppraisalRefused for years that no plan of a council runs over."""
    if not FIRST_YEARS[0] <= first_year <= FIRST_YEARS[1]:
        first, last = (FinancialYear(year) for year in FIRST_YEARS)
        raise AppraisalRefused(f"The first financial year is from {first} to {last}.")
    if not 1 <= years <= MOST_YEARS:
        raise AppraisalRefused(f"An appraisal runs over 1 to {MOST_YEARS} financial years.")


def check_criteria(criteria: Sequence[CriterionPlan]) -> None:
    """Raises AppraisalRefused for weights that do not sum to 100, naming their sum."""
    if not criteria:
        raise AppraisalRefused("Enter at least one criterion.")
    titles = [plan.title.strip().lower() for plan in criteria]
    if len(set(titles)) != len(titles):
        raise AppraisalRefused("Each criterion has a name of its own.")
    for plan in criteria:
        if not 0 < plan.weight <= calculations.TOTAL_WEIGHT:
            raise AppraisalRefused(f"The weight of “{plan.title}” is above 0 and at most 100.")
    total = sum((plan.weight for plan in criteria), Decimal(0))
    if total != calculations.TOTAL_WEIGHT:
        raise AppraisalRefused(f"The weights sum to {total.normalize():f}, not to 100.")


def missing_to_open(appraisal: Appraisal) -> list[str]:
    """A sentence for each thing that scoring cannot open without."""
    missing = []
    if not appraisal.criteria.exists():
        missing.append("No criteria are set yet.")
    options = appraisal.options.count()
    if options < 2 or not appraisal.options.filter(option__is_do_nothing=True).exists():
        missing.append("Fewer than two options are chosen, of which one is to do nothing.")
    if not appraisal.assessors.exists():
        missing.append("No assessor is named.")
    return missing


def check_can_open(appraisal: Appraisal) -> None:
    """Raises AppraisalRefused with what is missing before options can be scored."""
    check_state(appraisal, AppraisalState.SETTING_UP)
    if missing := missing_to_open(appraisal):
        raise AppraisalRefused(f"Scoring cannot open yet. {' '.join(missing)}")


def check_can_score(appraisal: Appraisal, assessor: Assessor | None) -> Assessor:
    """The assessor, where they still score.

    Raises AppraisalRefused for anybody but an assessor who has not handed their scores in.
    """
    if assessor is None:
        raise AppraisalRefused("You are not named as an assessor of this appraisal.")
    check_state(appraisal, AppraisalState.SCORING)
    if assessor.submitted_at is not None:
        raise AppraisalRefused("You have handed your scores in. They are handed in once.")
    return assessor


def check_marks(marks: Iterable[Decimal | int]) -> None:
    """Raises AppraisalRefused for a score that is not from 0 to 10."""
    for mark in marks:
        if not calculations.LOWEST_SCORE <= mark <= calculations.HIGHEST_SCORE:
            raise AppraisalRefused(f"{mark} is out of range. A score is from 0 to 10.")


def check_complete(given: Collection[Place], wanted: Collection[Place], *, what: str) -> None:
    """Raises AppraisalRefused while a place of the grid is empty; ``what`` is done when none is."""
    missing = len(set(wanted) - set(given))
    if missing:
        scores = "score is" if missing == 1 else "scores are"
        raise AppraisalRefused(f"{missing} {scores} still missing. {what}")


def mean_score(marks: Sequence[Decimal | int]) -> Decimal:
    """The mean of the assessors' scores as it is printed and as a moderated score may take it."""
    return calculations.to_places(calculations.mean(marks) or Fraction(0), MEAN_PLACES)


def check_moderation(
    moderated: Mapping[Place, tuple[Decimal, str]], means: Mapping[Place, Decimal]
) -> None:
    """Raises AppraisalRefused where a score differs from the mean and no reason is given."""
    check_marks(score for score, _ in moderated.values())
    silent = [
        place
        for place, (score, reason) in moderated.items()
        if score != means[place] and not reason.strip()
    ]
    if silent:
        which = "One score differs" if len(silent) == 1 else f"{len(silent)} scores differ"
        raise AppraisalRefused(
            f"{which} from the mean of the assessors without a reason. Give the reason beside it."
        )


def check_amounts(amounts: Iterable[Decimal]) -> None:
    """Raises AppraisalRefused for a cost or benefit below zero."""
    if any(amount < 0 for amount in amounts):
        raise AppraisalRefused(
            "Costs and benefits are zero or more: a saving is a benefit, a loss is a cost."
        )
