"""Drafts of methodologies: begun, named, discarded and put in force."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Activity, Phase
from ftc.records import history
from reviews import permissions
from reviews.actions.methodologies.editing import draft_locked, lock
from reviews.enums import MethodologyState
from reviews.errors import MethodologyRefused
from reviews.models import Criterion, Methodology, Review, Stage
from reviews.policies.dates import check_effective_on
from reviews.policies.methodologies import (
    check_can_be_in_force_on,
    check_is_draft,
    check_no_draft,
    checked,
)

OF_A_STAGE = ("code", "order", "title", "description", "runs_market_engagement")
OF_A_CRITERION = (
    "code",
    "order",
    "title",
    "kind",
    "body_kind",
    "role",
    "evidence_kind",
    "field",
    "milestone_title",
    "only_if_key",
    "guidance",
)


@transaction.atomic
def draft_methodology(
    *, phase: Phase, copied_from: Methodology | None, by: User, now: datetime
) -> Methodology:
    """Begin the next version of a phase's methodology as a draft.

    Writes the draft with the stages and criteria of ``copied_from``, a version of this phase or
    another; without one it is blank. Each keeps the paper that asks for it. Raises NotPermitted,
    or MethodologyRefused when the phase has a draft or ``copied_from`` is one.
    """
    permissions.check_can_keep_methodologies(by)
    # Whoever comes second waits here and then finds the draft.
    Phase.objects.select_for_update(of=("self",)).get(pk=phase.pk)
    check_no_draft(phase.pk)
    if copied_from is not None and copied_from.state == MethodologyState.DRAFT:
        raise MethodologyRefused("A draft cannot be copied: choose a version that is in force.")
    newest = Methodology.objects.filter(phase=phase).order_by("-version").first()
    with history.recording(action="reviews.draft_methodology", by=by, at=now):
        draft = Methodology.objects.create(
            phase=phase,
            version=newest.version + 1 if newest else 1,
            title=newest.title if newest else f"{phase.title} reviews",
            state=MethodologyState.DRAFT,
            made_by=by,
        )
        if copied_from is not None:
            _copy_stages(copied_from, draft)
    return draft


def _copy_stages(version: Methodology, draft: Methodology) -> None:
    for stage in version.stages.prefetch_related("criteria"):
        copy = Stage.objects.create(
            methodology=draft,
            source_id=stage.source_id,
            source_ref=stage.source_ref,
            **{name: getattr(stage, name) for name in OF_A_STAGE},
        )
        Criterion.objects.bulk_create(
            Criterion(
                stage=copy,
                source_id=row.source_id,
                source_ref=row.source_ref,
                **{name: getattr(row, name) for name in OF_A_CRITERION},
            )
            for row in stage.criteria.all()
        )


def edit_methodology(
    *, methodology: Methodology, expected_edits: int, title: str, by: User, now: datetime
) -> Methodology:
    """Write the title of a draft.

    Raises NotPermitted, MethodologyRefused when it is in force, or StaleVersion.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        draft.title = title
        draft.save(update_fields=["title"])
    return draft


@transaction.atomic
def discard_draft(
    *, methodology: Methodology, expected_edits: int, by: User, now: datetime
) -> None:
    """Delete a draft with its stages and criteria; the version in force is not touched.

    Raises NotPermitted, MethodologyRefused when it is in force, or StaleVersion.
    """
    with history.recording(action="reviews.discard_methodology", by=by, at=now):
        draft = lock(methodology, expected_edits, by=by)
        check_is_draft(draft)
        Criterion.objects.filter(stage__methodology=draft).delete()
        draft.stages.all().delete()
        draft.delete()


@transaction.atomic
def put_in_force(
    *,
    methodology: Methodology,
    expected_edits: int,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
) -> Methodology:
    """Put a draft in force from ``today``, the working date, or from ``effective_on``.

    Writes the state, the day and the reason, after which the version stands; then the version
    that reviews not started follow. An earlier day needs a permission. Raises NotPermitted,
    StaleVersion, DateRefused, or MethodologyRefused with each thing that is wrong with the draft.
    """
    on = effective_on or today
    with history.recording(action="reviews.put_methodology_in_force", by=by, at=now, reason=reason):
        draft = lock(methodology, expected_edits, by=by)
        check_is_draft(draft)
        if not reason.strip():
            raise MethodologyRefused("Say why the methodology is changed.")
        permissions.check_can_backdate(by, effective_on=on, today=today)
        check_effective_on(on, today=today, now=now, reason=reason)
        check_can_be_in_force_on(draft, on)
        problems = checked(draft).problems
        if problems:
            raise MethodologyRefused("This draft cannot go in force yet.", list(problems))
        draft.state = MethodologyState.IN_FORCE
        draft.in_force_on = on
        draft.reason = reason
        draft.made_by = by
        draft.save(update_fields=["state", "in_force_on", "reason", "made_by"])
        _followed_by_those_not_started(draft)
    return draft


def _followed_by_those_not_started(version: Methodology) -> None:
    """Reviews of the phase that have no stage yet follow the newest version.

    Their activities are locked first, as whoever starts one does, so that neither waits in a
    circle for the other.
    """
    waiting = Review.objects.filter(phase=version.phase_id, stage__isnull=True)
    keys = waiting.exclude(methodology=version).values_list("pk", flat=True)
    locked = Activity.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    still = waiting.filter(pk__in=[activity.pk for activity in locked.order_by("pk")])
    for review in still:
        Review.objects.count_edit(review)
    still.update(methodology=version)
