"""Bulk edits of reviews: one change to each of those chosen, judged, saved and undone."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ftc.clear_days import working_day_after
from ftc.errors import DomainError
from ftc.organisation.models import User
from ftc.periods import Precision
from ftc.programme import actions as programme
from ftc.programme import permissions as programme_permissions
from ftc.programme import policies as programme_policies
from ftc.programme.enums import REACHED, AssignmentRole, MilestoneDateKind, Rag
from ftc.programme.hints import check_against, hints_of
from ftc.programme.models import Activity, Milestone, StatusReport
from reviews.actions.imports.handling import Handler, RowToSave, Saved, Versioned, key_of
from reviews.actions.imports.milestone_rows import as_json
from reviews.actions.people import name_people
from reviews.enums import RowOutcome
from reviews.errors import ImportRefused
from reviews.importing.judged import Judged
from reviews.importing.values import GivenDate
from reviews.models import Review
from reviews.queries.people import people_of

EXACT = (Precision.DAY, Precision.DAY_INFERRED)


class BulkRows(Handler):
    """One change to each of the reviews chosen; those it cannot be made to are told why."""

    def judge(self, codes: Sequence[str]) -> list[Judged]:
        """What the change does to each review, or why not; as many queries however many."""
        reviews = {review.code: review for review in Review.objects.filter(code__in=codes)}
        led = set(
            Activity.objects.led_by(self.by)
            .filter(pk__in=[review.pk for review in reviews.values()])
            .values_list("pk", flat=True)
        )
        self.read(list(reviews.values()))
        judged = []
        for number, code in enumerate(codes, start=1):
            review = reviews.get(code)
            if review is None:
                judged.append(_refused(number, code, "", f"There is no review {code[:40]}."))
                continue
            try:
                judged.append(self.judge_one(number, review, leads=review.pk in led))
            except DomainError as refusal:
                judged.append(_refused(number, code, review.title, str(refusal)))
        return judged

    def check_removable(self, keys: Mapping[int, str]) -> None:
        """A bulk edit adds no record of its own."""

    @abstractmethod
    def read(self, reviews: Sequence[Review]) -> None:
        """Read what the reviews are judged by, all at once."""

    @abstractmethod
    def judge_one(self, number: int, review: Review, *, leads: bool) -> Judged:
        """What the change does to one review. Raises DomainError when it cannot be made."""


class PersonRows(BulkRows):
    """Names one person, or nobody, as the lead or the owner of each review."""

    @property
    def role(self) -> AssignmentRole:
        return PARTS[self.change["what"]]

    def read(self, reviews: Sequence[Review]) -> None:
        self.held: dict[int, dict[str, str]] = {review.pk: {} for review in reviews}
        assignments = Review.objects.filter(
            pk__in=self.held, assignments__ended_on__isnull=True
        ).values_list("pk", "assignments__role", "assignments__user__username")
        for key, role, username in assignments:
            self.held[key][role] = username
        named = self.change["user"]
        if named:
            programme_policies.check_can_hold(User.objects.get(username=named), self.role)

    def judge_one(self, number: int, review: Review, *, leads: bool) -> Judged:
        programme_permissions.check_may_assign(self.by)
        held, named = self.held[review.pk], self.change["user"]
        if named and named in (held[role] for role in held if role != self.role):
            raise ImportRefused(
                f"{named} cannot be both {AssignmentRole.LEAD.label} and "
                f"{AssignmentRole.SENIOR_RESPONSIBLE_OWNER.label}."
            )
        key = self.change["what"]
        return _judged(number, review, {key: held.get(self.role, "")}, {key: named})

    def lock(self, keys: Collection[int]) -> Mapping[int, Versioned]:
        return _locked(keys)

    def save(self, row: RowToSave) -> Saved:
        self._name(row, row.after)
        return Saved(key_of(row), 0)

    def undo(self, row: RowToSave) -> None:
        self._name(row, row.before)

    def _name(self, row: RowToSave, fields: dict[str, str]) -> None:
        review = Review.objects.get(pk=key_of(row))
        username = fields[self.change["what"]]
        people = people_of(review) | {
            self.role: User.objects.get(username=username) if username else None
        }
        name_people(
            review=review,
            expected_version=review.version,
            lead=people.get(AssignmentRole.LEAD),
            owner=people.get(AssignmentRole.SENIOR_RESPONSIBLE_OWNER),
            by=self.by,
            now=self.now,
            today=self.today,
        )


class ForecastRows(BulkRows):
    """Sets or shifts the forecast of the next milestone of each review; the row is of that.

    What it held before is its forecast, or the baseline of one that has no forecast yet.
    """

    def read(self, reviews: Sequence[Review]) -> None:
        milestones = Milestone.objects.filter(activity__in=[review.pk for review in reviews])
        self.milestones: dict[int, list[Milestone]] = {}
        for milestone in milestones.with_dates().order_by("activity_id", "order", "pk"):
            self.milestones.setdefault(milestone.activity_id, []).append(milestone)

    def judge_one(self, number: int, review: Review, *, leads: bool) -> Judged:
        if not programme_permissions.may_edit_milestones(self.by, review, leads=leads):
            programme_permissions.check_may_edit_milestones(self.by, review)
        milestone = next_milestone(self.milestones.get(review.pk, []))
        if milestone is None:
            raise ImportRefused("It has no milestone ahead that is dated.")
        held = _due(milestone)
        new = GivenDate(self._moved(milestone, held), Precision.DAY)
        judged = _judged(number, review, {"forecast": as_json(held)}, {"forecast": as_json(new)})
        return Judged(
            number=number,
            outcome=judged.outcome,
            code=review.code,
            title=f"{review.title}: {milestone.title}"[:300],
            before=judged.before,
            after=judged.after,
            object_key=milestone.pk,
            version=milestone.version,
        )

    def lock(self, keys: Collection[int]) -> Mapping[int, Versioned]:
        locked = Milestone.objects.select_for_update(of=("self", "activity"))
        rows = locked.select_related("activity").filter(pk__in=keys).order_by("activity_id", "pk")
        return {row.pk: row for row in rows}

    def save(self, row: RowToSave) -> Saved:
        milestone = Milestone.objects.get(pk=key_of(row))
        dated = programme.date_milestone(
            milestone=milestone,
            expected_version=milestone.version,
            kind=MilestoneDateKind.FORECAST,
            on=date.fromisoformat(row.after["forecast"]["on"]),
            reason=self.change.get("reason", ""),
            by=self.by,
            now=self.now,
            today=self.today,
        )
        return Saved(milestone.pk, 0, {"dates": [dated.pk]})

    def undo(self, row: RowToSave) -> None:
        milestone = Milestone.objects.get(pk=key_of(row))
        programme.take_back_milestone(
            milestone=milestone,
            expected_version=milestone.version,
            title=milestone.title,
            dates=row.undo["dates"],
            by=self.by,
            now=self.now,
        )

    def _moved(self, milestone: Milestone, held: GivenDate) -> date:
        if "on" in self.change:
            return date.fromisoformat(self.change["on"])
        if held.on is None or held.precision not in EXACT:
            raise ImportRefused(
                f"{milestone.title} is not dated to the day, so it cannot be moved by working days."
            )
        return working_day_after(held.on, self.change["shift"])


@dataclass
class _Reported:
    """A review whose version is the key of its newest report, because reporting adds a row."""

    pk: int
    version: int


class StatusRows(BulkRows):
    """Reports the same status of each review; one whose records speak for worse says why."""

    def read(self, reviews: Sequence[Review]) -> None:
        newest = StatusReport.objects.filter(activity__in=[review.pk for review in reviews])
        self.newest = {
            report.activity_id: report
            for report in newest.order_by("activity_id", "effective_on", "recorded_at", "pk")
        }
        self.keys = _newest_keys([review.pk for review in reviews])
        self.hints = hints_of([review.pk for review in reviews], as_at=None, today=self.today)

    def judge_one(self, number: int, review: Review, *, leads: bool) -> Judged:
        programme_permissions.check_may_report_status(self.by, review, leads=leads)
        rag, hint = Rag(self.change["rag"]), self.hints[review.pk]
        check_against(hint, rag, self.change["against_hint"])
        latest = self.newest.get(review.pk)
        fields = ["rag", "narrative", "next_steps"]
        if hint.contradicts(rag):
            fields.append("against_hint")
        return Judged(
            number=number,
            outcome=RowOutcome.CHANGED,
            code=review.code,
            title=review.title,
            before={key: getattr(latest, key) for key in fields} if latest else {},
            after={key: self.change[key] for key in fields if self.change[key]},
            object_key=review.pk,
            version=self.keys.get(review.pk, 0),
        )

    def lock(self, keys: Collection[int]) -> Mapping[int, Versioned]:
        reviews = _locked(keys)
        newest = _newest_keys(keys)
        return {key: _Reported(key, newest.get(key, 0)) for key in reviews}

    def save(self, row: RowToSave) -> Saved:
        report = programme.report_status(
            activity=Activity.objects.get(pk=key_of(row)),
            rag=Rag(self.change["rag"]),
            narrative=self.change["narrative"],
            next_steps=self.change["next_steps"],
            against_hint=self.change["against_hint"],
            by=self.by,
            now=self.now,
        )
        return Saved(report.activity_id, report.pk, {"report": report.pk})

    def undo(self, row: RowToSave) -> None:
        report = StatusReport.objects.get(pk=row.undo["report"])
        programme.take_back_status(report=report, by=self.by, now=self.now)


PARTS = {"lead": AssignmentRole.LEAD, "owner": AssignmentRole.SENIOR_RESPONSIBLE_OWNER}
KINDS: dict[str, type[BulkRows]] = {
    "lead": PersonRows,
    "owner": PersonRows,
    "forecast": ForecastRows,
    "status": StatusRows,
}


def bulk_handler(change: Mapping[str, Any], *, by: User, now: datetime, today: date) -> BulkRows:
    """What makes this change to the reviews chosen; its ``what`` names the kind."""
    return KINDS[change["what"]](by=by, now=now, today=today, change=change)


def next_milestone(milestones: Sequence[Milestone]) -> Milestone | None:
    """The soonest milestone that is neither achieved nor reported as reached, if any is dated."""
    ahead = [
        (on, place, milestone)
        for place, milestone in enumerate(milestones)
        if not _is_reached(milestone) and (on := _due(milestone).on) is not None
    ]
    return min(ahead)[2] if ahead else None


def _is_reached(milestone: Milestone) -> bool:
    report = milestone.report_on(None)
    achieved = milestone.date_of(MilestoneDateKind.ACHIEVED, None)
    return achieved is not None or (report is not None and report.status in REACHED)


def _due(milestone: Milestone) -> GivenDate:
    """When it is expected: the forecast, else the baseline."""
    for kind in (MilestoneDateKind.FORECAST, MilestoneDateKind.BASELINE):
        dated = milestone.date_of(kind, None)
        if dated is not None:
            return _given(dated)
    return GivenDate(None, Precision.NONE)


def _given(dated: Any) -> GivenDate:
    return GivenDate(dated.on, Precision(dated.precision), "" if dated.on else dated.printed)


def _judged(number: int, review: Review, before: dict[str, Any], after: dict[str, Any]) -> Judged:
    is_same = before == after
    return Judged(
        number=number,
        outcome=RowOutcome.UNCHANGED if is_same else RowOutcome.CHANGED,
        code=review.code,
        title=review.title,
        before={} if is_same else before,
        after={} if is_same else after,
        object_key=review.pk,
        version=review.version,
    )


def _refused(number: int, code: str, title: str, sentence: str) -> Judged:
    return Judged(
        number=number,
        outcome=RowOutcome.WRONG,
        code=code[:60],
        title=title,
        messages=(sentence,),
    )


def _locked(keys: Collection[int]) -> Mapping[int, Review]:
    locked = Review.objects.select_for_update(of=("self", "activity_ptr"))
    return {review.pk: review for review in locked.filter(pk__in=keys).order_by("pk")}


def _newest_keys(keys: Collection[int]) -> dict[int, int]:
    """The key of the newest report of each activity that has one."""
    pairs = StatusReport.objects.filter(activity__in=keys).order_by("activity_id", "pk")
    return dict(pairs.values_list("activity_id", "pk"))
