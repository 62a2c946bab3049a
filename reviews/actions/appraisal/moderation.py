"""Moderating scores once all are in, and agreeing what comes of them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.appraisal.scoring import places
from reviews.enums import AppraisalState
from reviews.errors import AppraisalRefused
from reviews.models import Appraisal, ModeratedScore, Score
from reviews.policies import appraisal as rules


@transaction.atomic
def moderate_scores(
    *,
    appraisal: Appraisal,
    expected_version: int,
    scores: Mapping[rules.Place, tuple[Decimal, str]],
    by: User,
    now: datetime,
) -> Appraisal:
    """Write the moderated scores, each with its reason where it is not the assessors' mean.

    ``scores`` are by the keys of criterion and appraised option. Of two who moderate at once the
    second is refused and shown both. Raises NotPermitted, StaleVersion or AppraisalRefused.
    """
    with history.recording(
        action="reviews.moderate_scores", by=by, at=now, classification=appraisal.classification
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_edit(by, locked.review)
        rules.check_state(locked, AppraisalState.MODERATION)
        if set(scores) - set(places(locked)):
            raise AppraisalRefused("A score is for a criterion and an option of this appraisal.")
        rules.check_moderation(scores, means_of(locked))
        before = {
            (row.criterion_id, row.option_id): row
            for row in ModeratedScore.objects.filter(criterion__appraisal=locked)
        }
        for (criterion, option), (score, reason) in scores.items():
            row = before.get((criterion, option)) or ModeratedScore(
                criterion_id=criterion, option_id=option, version=0
            )
            if row.pk and (row.score, row.reason) == (score, reason.strip()):
                continue
            row.score, row.reason, row.by = score, reason.strip(), by
            row.version += 1
            row.save()
        locked.version += 1
        locked.save(update_fields=["version"])
    return locked


@transaction.atomic
def agree_appraisal(
    *,
    appraisal: Appraisal,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
    reason: str = "",
) -> Appraisal:
    """Agree what the appraisal gives: nothing of it changes any more.

    Writes who agreed it and the day its result counts from, the working date ``today`` unless
    ``effective_on`` is given. Raises NotPermitted, StaleVersion, DateRefused or AppraisalRefused.
    """
    agreed_on = effective_on or today
    with history.recording(
        action="reviews.agree_appraisal",
        by=by,
        at=now,
        reason=reason,
        classification=appraisal.classification,
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_agree_appraisal(by, locked.review)
        rules.check_state(locked, AppraisalState.MODERATION)
        permissions.check_can_backdate(by, effective_on=agreed_on, today=today)
        policies.check_effective_on(agreed_on, today=today, now=now, reason=reason)
        given = ModeratedScore.objects.filter(criterion__appraisal=locked)
        rules.check_complete(
            list(given.values_list("criterion_id", "option_id")),
            places(locked),
            what="An appraisal is agreed once every score is moderated.",
        )
        locked.state = AppraisalState.AGREED
        locked.agreed_by = by
        locked.agreed_on = agreed_on
        locked.reason = reason.strip()
        locked.version += 1
        locked.save(update_fields=["state", "agreed_by", "agreed_on", "reason", "version"])
    return locked


def means_of(appraisal: Appraisal) -> dict[rules.Place, Decimal]:
    """The mean of what the assessors gave, by criterion and option."""
    marks: dict[rules.Place, list[int]] = {}
    rows = Score.objects.filter(assessor__appraisal=appraisal)
    for criterion, option, score in rows.values_list("criterion_id", "option_id", "score"):
        marks.setdefault((criterion, option), []).append(score)
    return {place: rules.mean_score(given) for place, given in marks.items()}
