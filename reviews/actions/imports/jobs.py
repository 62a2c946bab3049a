"""What the worker does with imports: claims one, says how far it is, leaves none half-done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ftc.records import history
from reviews.enums import ImportState
from reviews.models import Import

WORK_TASK = "reviews.work_on_import"
WORKER = "The worker"
MAX_ATTEMPTS = 3
UNCLAIMED_AFTER = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=15)
WORKING = (ImportState.READING, ImportState.SAVING, ImportState.UNDOING)
# Where work that cannot be finished leads back to: nothing of it has been kept.
FALLS_BACK_TO = {
    ImportState.READING: ImportState.REFUSED,
    ImportState.SAVING: ImportState.PREVIEWED,
    ImportState.UNDOING: ImportState.SAVED,
}
STOPPED_TOO_OFTEN = (
    f"The worker stopped {MAX_ATTEMPTS} times while it was at this, and nothing was changed. "
    "Try again; if it stops again, tell the administrator."
)


class ClaimLost(Exception):
    """Another worker took the import over, or somebody discarded it; this work is thrown away."""


@dataclass(frozen=True)
class Claim:
    """One worker's hold on an import at one of its states; a later claim of it ends this one."""

    import_id: int
    state: ImportState
    attempt: int
    started_at: datetime

    def rows(self) -> Q:
        """The import, while this claim still holds."""
        return Q(
            pk=self.import_id,
            state=self.state,
            attempts=self.attempt,
            started_at=self.started_at,
        )


def claim(*, import_id: int, now: datetime) -> Claim | None:
    """Take an import to work on, or None when there is nothing to do.

    There is something to do when nobody has begun, or when whoever did has been silent for 15
    seconds. Writes the attempt and the first heartbeat; after three attempts the import falls back
    to where it came from, with a sentence.
    """
    with transaction.atomic():
        held = Import.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
        if held is None or held.state not in WORKING:
            return None
        heard_at = held.heartbeat_at or held.made_at
        if held.started_at is not None and heard_at >= now - SILENT_AFTER:
            return None
        if held.attempts >= MAX_ATTEMPTS:
            _fall_back(held, STOPPED_TOO_OFTEN, now)
            return None
        held.attempts += 1
        held.started_at = held.heartbeat_at = now
        held.save(update_fields=["attempts", "started_at", "heartbeat_at"])
        return Claim(held.pk, ImportState(held.state), held.attempts, now)


def beat(*, claim: Claim, done: int, now: datetime) -> bool:
    """Say that the work goes on and how many rows are done; False when the claim is lost."""
    rows = Import.objects.filter(claim.rows())
    return bool(rows.update(heartbeat_at=now, rows_done=done))


def locked(claim: Claim) -> Import:
    """The import, locked until the transaction ends. Raises ClaimLost."""
    held: Import | None = (
        Import.objects.select_for_update(of=("self",)).filter(claim.rows()).first()
    )
    if held is None:
        raise ClaimLost
    return held


@transaction.atomic
def give_up(*, claim: Claim, error: str, now: datetime) -> bool:
    """Write why the work cannot be done, and lead the import back; False when the claim is lost."""
    try:
        held = locked(claim)
    except ClaimLost:
        return False
    _fall_back(held, error, now)
    return True


@transaction.atomic
def sweep(*, now: datetime) -> list[int]:
    """The imports to hand to the worker again: unclaimed for 5 seconds, or silent for 15.

    Rows that somebody holds are left for the next sweep. Notes the sending as a heartbeat of the
    queue; one whose worker stopped three times falls back instead.
    """
    waiting = Q(started_at__isnull=True, last_sign__lt=now - UNCLAIMED_AFTER)
    silent = Q(started_at__isnull=False, last_sign__lt=now - SILENT_AFTER)
    held = (
        Import.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state__in=WORKING)
        .annotate(last_sign=Coalesce(F("heartbeat_at"), F("made_at")))
        .filter(waiting | silent)
        .order_by("pk")
    )
    again: list[int] = []
    for found in held:
        if found.attempts >= MAX_ATTEMPTS:
            _fall_back(found, STOPPED_TOO_OFTEN, now)
            continue
        if found.started_at is None:
            found.heartbeat_at = now
            found.save(update_fields=["heartbeat_at"])
        again.append(found.pk)
    return again


def send_to_work(held: Import, *, state: ImportState, now: datetime) -> None:
    """Set an import to be worked on from its beginning; the caller saves it."""
    held.state = state
    held.error = ""
    held.attempts = held.rows_done = 0
    held.started_at = None
    held.heartbeat_at = now
    held.version += 1


def _fall_back(held: Import, error: str, now: datetime) -> None:
    """Lead the import back to where it came from; who undid or confirmed it no longer has."""
    came_from = ImportState(held.state)
    with history.recording(action="reviews.stop_import", by=WORKER, at=now):
        held.state = FALLS_BACK_TO[came_from]
        held.error = error
        held.rows_done = 0
        held.version += 1
        if came_from == ImportState.SAVING:
            held.confirmed_by = held.confirmed_at = None
        if came_from == ImportState.UNDOING:
            held.undone_by = held.undone_at = None
        held.save()
