"""Scoring options: each assessor alone, until every one has handed in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews.enums import AppraisalState
from reviews.errors import AppraisalRefused
from reviews.models import Appraisal, Assessor, Score
from reviews.policies import appraisal as rules

Given = Mapping[rules.Place, int | None]


@transaction.atomic
def save_scores(*, appraisal: Appraisal, scores: Given, by: User, now: datetime) -> Assessor:
    """Keep what an assessor has scored so far; None takes a score away.

    ``scores`` are by the keys of criterion and appraised option. Raises AppraisalRefused for
    anybody but an assessor who still scores, and for a score out of range.
    """
    with history.recording(
        action="reviews.save_scores", by=by, at=now, classification=appraisal.classification
    ):
        locked = _locked(appraisal)
        return _save(locked, scores, by=by)


@transaction.atomic
def hand_in_scores(*, appraisal: Appraisal, scores: Given, by: User, now: datetime) -> Assessor:
    """Keep an assessor's scores and hand them in; with the last of them moderation begins.

    Writes the scores and when they came in, and the appraisal's state where nobody is left to
    score. Raises AppraisalRefused as ``save_scores``, and while one is missing.
    """
    with history.recording(
        action="reviews.hand_in_scores", by=by, at=now, classification=appraisal.classification
    ):
        locked = _locked(appraisal)
        assessor = _save(locked, scores, by=by)
        given = list(assessor.scores.values_list("criterion_id", "option_id"))
        rules.check_complete(
            given, places(locked), what="Scores are handed in when every one is given."
        )
        assessor.submitted_at = now
        assessor.save(update_fields=["submitted_at"])
        if not locked.assessors.filter(submitted_at__isnull=True).exists():
            locked.state = AppraisalState.MODERATION
            locked.version += 1
            locked.save(update_fields=["state", "version"])
    return assessor


def places(appraisal: Appraisal) -> list[rules.Place]:
    """Every place of the grid: a criterion and an option, in their orders."""
    options = list(appraisal.options.order_by("order").values_list("pk", flat=True))
    criteria = appraisal.criteria.order_by("order").values_list("pk", flat=True)
    return [(criterion, option) for criterion in criteria for option in options]


def _locked(appraisal: Appraisal) -> Appraisal:
    """The appraisal is locked by whoever scores, so that the last to hand in sees the others."""
    found: Appraisal = Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)
    return found


def _save(appraisal: Appraisal, scores: Given, *, by: User) -> Assessor:
    named = Assessor.objects.filter(appraisal=appraisal, user=by).first()
    assessor = rules.check_can_score(appraisal, named)
    rules.check_marks(mark for mark in scores.values() if mark is not None)
    if set(scores) - set(places(appraisal)):
        raise AppraisalRefused("A score is for a criterion and an option of this appraisal.")
    for (criterion, option), mark in scores.items():
        if mark is None:
            Score.objects.filter(assessor=assessor, criterion=criterion, option=option).delete()
            continue
        Score.objects.update_or_create(
            assessor=assessor,
            criterion_id=criterion,
            option_id=option,
            defaults={"score": mark},
        )
    return assessor
