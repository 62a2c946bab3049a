"""Making an appraisal and setting it up: its options, assessors, years and weighted criteria."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from ftc.organisation.models import User
from ftc.records import history
from ftc.records.enums import Classification
from reviews import permissions
from reviews.actions.options import list_option
from reviews.enums import AppraisalState, OptionStateKind
from reviews.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisedOption,
    Assessor,
    DeliveryModel,
    Option,
    OptionState,
    OptionYear,
    Review,
)
from reviews.policies import appraisal as rules
from reviews.policies.options import check_options_may_change

STATUS_QUO = ("STATUS_QUO", "Do nothing")
DO_NOTHING = "Do nothing"


@dataclass(frozen=True)
class AppraisalPlan:
    """What an appraisal is about: which options, who scores, and over which financial years.

    ``discount_rate`` is percent a year; ``first_year`` the start of the year that is not
    discounted. Doing nothing is always among the options, whether named here or not.
    """

    title: str
    options: Collection[Option]
    assessors: Collection[User]
    first_year: int
    years: int
    discount_rate: Decimal
    classification: Classification = Classification.INTERNAL
    exempt_paragraph: int | None = None
    exempt_reason: str = ""


@transaction.atomic
def make_appraisal(
    *,
    review: Review,
    expected_version: int,
    plan: AppraisalPlan,
    by: User,
    now: datetime,
    today: date,
    made_because: str = "",
) -> Appraisal:
    """Make an appraisal of a review's options, with doing nothing among them.

    Writes the option of doing nothing where the review has none, the appraisal under the next
    number, its options and its assessors. ``made_because`` is asked for where there was one
    before. Raises NotPermitted, StaleVersion, OptionRefused or AppraisalRefused.
    Source: HM Treasury, The Green Book, chapter 4 (business as usual is always an option).
    """
    with history.recording(
        action="reviews.make_appraisal",
        by=by,
        at=now,
        reason=made_because,
        classification=plan.classification,
    ):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_edit(by, locked)
        check_options_may_change(locked)
        rules.check_can_be_made(locked, made_because=made_because)
        _check(locked, plan)
        last = locked.appraisals.aggregate(last=Max("number"))["last"] or 0
        appraisal = Appraisal(
            review=locked, number=last + 1, made_by=by, made_because=made_because.strip()
        )
        _write(appraisal, plan)
        appraisal.save()
        _choose(appraisal, plan, by=by, today=today)
        Review.objects.count_edit(locked)
    return appraisal


@transaction.atomic
def edit_appraisal(
    *,
    appraisal: Appraisal,
    expected_version: int,
    plan: AppraisalPlan,
    by: User,
    now: datetime,
    today: date,
) -> Appraisal:
    """Write anew what an appraisal is about, while it is being set up.

    What was chosen no more goes with what was entered for it: an option with its costs, a year
    that is left out. Raises NotPermitted, StaleVersion or AppraisalRefused.
    """
    with history.recording(
        action="reviews.edit_appraisal", by=by, at=now, classification=plan.classification
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_edit(by, locked.review)
        rules.check_state(locked, AppraisalState.SETTING_UP)
        _check(locked.review, plan)
        _write(locked, plan)
        locked.version += 1
        locked.save()
        locked.options.exclude(option__is_do_nothing=True).exclude(option__in=plan.options).delete()
        locked.assessors.exclude(user__in=plan.assessors).delete()
        OptionYear.objects.filter(option__appraisal=locked).exclude(
            financial_year__range=(plan.first_year, plan.first_year + plan.years - 1)
        ).delete()
        _choose(locked, plan, by=by, today=today)
    return locked


@transaction.atomic
def set_criteria(
    *,
    appraisal: Appraisal,
    expected_version: int,
    criteria: Sequence[rules.CriterionPlan],
    by: User,
    now: datetime,
) -> Appraisal:
    """Write the criteria of an appraisal in their order, with weights that sum to 100.

    Writes over those that stood at the same places, and takes away what is left over. Raises
    NotPermitted, StaleVersion, or AppraisalRefused, which names a sum other than 100.
    """
    with history.recording(
        action="reviews.set_criteria", by=by, at=now, classification=appraisal.classification
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_edit(by, locked.review)
        rules.check_state(locked, AppraisalState.SETTING_UP)
        rules.check_criteria(criteria)
        for order, plan in enumerate(criteria, start=1):
            AppraisalCriterion.objects.update_or_create(
                appraisal=locked,
                order=order,
                defaults={
                    "title": plan.title.strip(),
                    "description": plan.description.strip(),
                    "weight": plan.weight,
                },
            )
        locked.criteria.filter(order__gt=len(criteria)).delete()
        locked.version += 1
        locked.save(update_fields=["version"])
    return locked


@transaction.atomic
def open_scoring(
    *, appraisal: Appraisal, expected_version: int, by: User, now: datetime, today: date
) -> Appraisal:
    """Fix criteria, options and assessors, and let the assessors score.

    Raises NotPermitted, StaleVersion, or AppraisalRefused, which says what is missing.
    """
    with history.recording(
        action="reviews.open_scoring", by=by, at=now, classification=appraisal.classification
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_edit(by, locked.review)
        rules.check_can_open(locked)
        locked.state = AppraisalState.SCORING
        locked.opened_on = today
        locked.version += 1
        locked.save(update_fields=["state", "opened_on", "version"])
    return locked


@transaction.atomic
def abandon_appraisal(
    *, appraisal: Appraisal, expected_version: int, reason: str, by: User, now: datetime
) -> Appraisal:
    """Give an appraisal up before it is agreed, saying why; what was scored stays blind.

    Raises NotPermitted, StaleVersion or AppraisalRefused.
    """
    with history.recording(
        action="reviews.abandon_appraisal",
        by=by,
        at=now,
        reason=reason,
        classification=appraisal.classification,
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_edit(by, locked.review)
        rules.check_state(locked, *rules.UNDER_WAY)
        if not reason.strip():
            raise rules.AppraisalRefused("Say why the appraisal is abandoned.")
        locked.state = AppraisalState.ABANDONED
        locked.reason = reason.strip()
        locked.version += 1
        locked.save(update_fields=["state", "reason", "version"])
    return locked


def _check(review: Review, plan: AppraisalPlan) -> None:
    rules.check_options(review, plan.options)
    rules.check_assessors(plan.assessors, plan.classification)
    rules.check_years(plan.first_year, plan.years)


def _write(appraisal: Appraisal, plan: AppraisalPlan) -> None:
    appraisal.title = plan.title.strip()
    appraisal.first_year = plan.first_year
    appraisal.years = plan.years
    appraisal.discount_rate = plan.discount_rate
    appraisal.classification = plan.classification
    appraisal.exempt_paragraph = plan.exempt_paragraph
    appraisal.exempt_reason = plan.exempt_reason.strip()


def _choose(appraisal: Appraisal, plan: AppraisalPlan, *, by: User, today: date) -> None:
    """Doing nothing first, then the options in the order of the review's list; and who scores."""
    nothing = _do_nothing(appraisal.review, by=by, today=today)
    others = sorted(
        (option for option in plan.options if option.pk != nothing.pk),
        key=lambda option: option.order,
    )
    for order, option in enumerate([nothing, *others], start=1):
        AppraisedOption.objects.update_or_create(
            appraisal=appraisal, option=option, defaults={"order": order}
        )
    for user in plan.assessors:
        Assessor.objects.get_or_create(appraisal=appraisal, user=user)


def _do_nothing(review: Review, *, by: User, today: date) -> Option:
    """The review's option of doing nothing, listed now where it has none."""
    found = review.options.filter(is_do_nothing=True).order_by("order").first()
    if found is not None:
        return found
    option = list_option(review, title=DO_NOTHING, is_do_nothing=True)
    code, name = STATUS_QUO
    model, _ = DeliveryModel.objects.get_or_create(code=code, defaults={"name": name})
    option.delivery_models.set([model])
    OptionState.objects.create(
        option=option,
        state=OptionStateKind.CONSIDERED,
        reason="Every appraisal compares with doing nothing.",
        by=by,
        effective_on=today,
    )
    return option
