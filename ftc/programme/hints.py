"""What the records give for an activity's status, beside what its lead reports.

An app registers a reader of the signs it knows of: the dates are read here, the money by finance.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ftc.periods import Precision
from ftc.programme.calculations import has_passed, slip_in_working_days
from ftc.programme.enums import REACHED, MilestoneStatus, Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.queries import MilestoneLine, milestone_lines, milestones

WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)
OVERDUE_IS_RED = 20  # working days past its date
SLIP_IS_AMBER = 10  # working days from baseline to forecast
SLIP_IS_RED = 40
OUT_OF_IT = (*REACHED, MilestoneStatus.DEFERRED)


@dataclass(frozen=True)
class Sign:
    """Something in the records that speaks for a rating, as a sentence."""

    activity: int
    rag: Rag
    what: str


@dataclass(frozen=True)
class Hint:
    """The worst rating any sign speaks for, and those signs; on track where there is none."""

    rag: Rag
    signs: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.signs) or "No milestone is overdue or late, and no money is missing."

    def contradicts(self, rag: str) -> bool:
        """Whether a rating is better than what the records give."""
        return WORST_FIRST.index(Rag(rag)) > WORST_FIRST.index(self.rag)


Reader = Callable[[Collection[int], date | None, date], list[Sign]]

_READERS: dict[str, Reader] = {}


def reads_signs(name: str) -> Callable[[Reader], Reader]:
    """Register a reader of signs, called ``name``.

    It takes the keys of activities, the date as at which to answer and the working date, and takes
    the same number of queries however many activities there are.
    """

    def register(reader: Reader) -> Reader:
        if name in _READERS:
            raise RuntimeError(f"The signs {name} are registered twice.")
        _READERS[name] = reader
        return reader

    return register


def hints_of(keys: Collection[int], *, as_at: date | None, today: date) -> dict[int, Hint]:
    """By activity what its dates and its money give on ``today``, the working date."""
    signs: dict[int, list[Sign]] = {key: [] for key in keys}
    if signs:
        for reader in _READERS.values():
            for sign in reader(keys, as_at, today):
                signs[sign.activity].append(sign)
    return {key: _hint(found) for key, found in signs.items()}


def check_against(hint: Hint, rag: Rag, against_hint: str) -> None:
    """Raises ReportIncomplete for a rating better than the hint without a word on why."""
    if hint.contradicts(rag) and not against_hint.strip():
        raise ReportIncomplete(
            f"The records speak for {hint.rag.label.lower()}: {hint.text} "
            f"Say why it is {rag.label.lower()} all the same."
        )


def worst(ratings: Iterable[str]) -> Rag | None:
    """The worst of some ratings; None of none."""
    found = set(ratings)
    return next((rag for rag in WORST_FIRST if rag in found), None)


def _hint(signs: list[Sign]) -> Hint:
    rag = worst(sign.rag for sign in signs) or Rag.GREEN
    return Hint(rag, tuple(sign.what for sign in signs if sign.rag == rag))


@reads_signs("dates")
def signs_of_dates(keys: Collection[int], as_at: date | None, today: date) -> list[Sign]:
    """Milestones not reached that are overdue, or expected well after their baseline."""
    rows = milestones(as_at=as_at).filter(activity__in=keys)
    found = (_sign_of(line, today) for line in milestone_lines(rows, as_at))
    return [sign for sign in found if sign]


def _sign_of(line: MilestoneLine, today: date) -> Sign | None:
    if line.achieved or (line.report and line.report.status in OUT_OF_IT):
        return None
    due = line.expected or line.planned
    if due is None or due.on is None:
        return None
    title, activity = line.milestone.title, line.milestone.activity_id
    if has_passed(due.on, Precision(due.precision), today):
        late = slip_in_working_days(due.on, today) or 0
        rag = Rag.RED if late > OVERDUE_IS_RED else Rag.AMBER
        return Sign(activity, rag, f"{title} was due {line.due} and has not been reached.")
    slip = slip_in_working_days(line.planned.on if line.planned else None, due.on) or 0
    if slip >= SLIP_IS_AMBER:
        rag = Rag.RED if slip >= SLIP_IS_RED else Rag.AMBER
        return Sign(activity, rag, f"{title} is expected {slip} working days after its baseline.")
    return None
