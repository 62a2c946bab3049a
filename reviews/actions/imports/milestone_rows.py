"""Milestones of reviews from a sheet: judged, saved through the programme's actions, undone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from ftc.periods import Precision
from ftc.programme import actions as programme
from ftc.programme import policies as programme_policies
from ftc.programme.enums import ActivityKind, MilestoneDateKind
from ftc.programme.models import Milestone, MilestoneDate
from reviews.actions.imports.handling import (
    RowToSave,
    Saved,
    SheetHandler,
    check_nothing_rests_on,
    key_of,
)
from reviews.enums import ReviewState
from reviews.importing.columns import MILESTONES
from reviews.importing.judged import Judged, Judging
from reviews.importing.sheets import SheetRow
from reviews.importing.values import GivenDate, checked_text, given_date
from reviews.models import Review

DATES = {
    "baseline": MilestoneDateKind.BASELINE,
    "forecast": MilestoneDateKind.FORECAST,
    "achieved": MilestoneDateKind.ACHIEVED,
}
OPEN = {ReviewState.ACTIVE, ReviewState.DEFERRED, ReviewState.HANDED_OVER}


class MilestoneRows(SheetHandler):
    """Adds milestones to reviews, renames them and dates them; baselines are only added to."""

    sheet = MILESTONES

    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        codes = {row.cell("code").text for row in rows}
        milestones = Milestone.objects.filter(code__in=codes).select_related("activity")
        known = {held.code: held for held in milestones.prefetch_related("dates")}
        named = {row.cell("review").text for row in rows}
        reviews = {held.code: held for held in Review.objects.filter(code__in=named)}
        return [self._judge(row, known.get(row.cell("code").text), reviews) for row in rows]

    def lock(self, keys: Collection[int]) -> Mapping[int, Milestone]:
        locked = Milestone.objects.select_for_update(of=("self", "activity"))
        rows = locked.select_related("activity").filter(pk__in=keys).order_by("activity_id", "pk")
        return {row.pk: row for row in rows}

    def save(self, row: RowToSave) -> Saved:
        milestone = self._added(row) if row.object_key is None else self._renamed(row)
        dated = [
            self._dated(milestone, kind, row.after[key], row.after.get("baseline_reason", ""))
            for key, kind in DATES.items()
            if key in row.after
        ]
        return Saved(milestone.pk, milestone.version, {"dates": [date.pk for date in dated]})

    def check_removable(self, keys: Mapping[int, str]) -> None:
        check_nothing_rests_on(Milestone, keys, own=(MilestoneDate,))

    def undo(self, row: RowToSave) -> None:
        milestone = Milestone.objects.get(pk=key_of(row))
        if row.version is None:
            programme.remove_milestone(
                milestone=milestone,
                expected_version=milestone.version,
                by=self.by,
                now=self.now,
            )
            return
        programme.take_back_milestone(
            milestone=milestone,
            expected_version=milestone.version,
            title=row.before.get("title", milestone.title),
            dates=row.undo["dates"],
            by=self.by,
            now=self.now,
        )

    def _judge(
        self, row: SheetRow, held: Milestone | None, reviews: Mapping[str, Review]
    ) -> Judged:
        judging = Judging(row, self.sheet)
        code = row.cell("code").text
        if held is None:
            self._judge_new(judging, code, reviews)
        else:
            self._judge_known(judging, held)
        for key, kind in DATES.items():
            self._judge_date(judging, key, kind, held)
        title = judging.after.get("title") or (held.title if held else "")
        return judging.judged(
            code=code,
            title=title,
            object_key=held.pk if held else None,
            version=held.version if held else None,
        )

    def _judge_new(self, judging: Judging, code: str, reviews: Mapping[str, Review]) -> None:
        if not programme_policies.CODE.fullmatch(code) and not judging.is_faulty("code"):
            judging.wrong(
                "code", "a milestone needs a code of at most 40 letters, digits and hyphens."
            )
        named = judging.cell("review")
        review = reviews.get(named.text)
        if not named.text and not named.fault:
            judging.wrong("review", "a new milestone needs the code of its review.")
        elif review is None and not named.fault:
            judging.wrong("review", f"there is no review {named.text}.")
        elif review is not None and review.state not in OPEN:
            state = ReviewState(review.state).label.lower()
            judging.wrong("review", f"{named.text} is {state}, so it takes no new milestone.")
        judging.change("review", None, named.text)
        self._judge_title(judging, None)

    def _judge_known(self, judging: Judging, held: Milestone) -> None:
        if held.activity.kind != ActivityKind.REVIEW:
            judging.wrong("code", f"{held.code} belongs to {held.activity}, which is no review.")
        named = judging.cell("review").text
        if named and named != held.activity.code:
            judging.wrong(
                "review", f"{held.code} belongs to {held.activity.code} and is never moved."
            )
        self._judge_title(judging, held)

    def _judge_title(self, judging: Judging, held: Milestone | None) -> None:
        title = judging.ask(partial(checked_text, judging.cell("title"), longest=300))
        if title:
            judging.change("title", held.title if held else None, title)
        elif held is None and title is not None and not judging.is_faulty("title"):
            judging.wrong("title", "a new milestone needs a title.")

    def _judge_date(
        self, judging: Judging, key: str, kind: MilestoneDateKind, held: Milestone | None
    ) -> None:
        """Note a date that differs from the one in effect, and a baseline's reason with it."""
        cell = judging.cell(key)
        before = held.date_of(kind, None) if held else None
        if before is not None and cell.text == str(before):
            return
        given = judging.ask(partial(given_date, cell, judging.cell(f"{key}_precision")))
        if given is None or (before is not None and _as_given(before) == given):
            return
        reason = judging.cell("baseline_reason").text if key == "baseline" else ""
        judging.ask(
            partial(
                programme_policies.check_milestone_date,
                held,
                kind=kind,
                on=given.on,
                printed=given.printed,
                reason=reason,
                now=self.now,
                today=self.today,
            ),
            key,
        )
        judging.change(key, as_json(_as_given(before)) if before else None, as_json(given))
        if reason and before is not None:
            checked = judging.ask(
                partial(checked_text, judging.cell("baseline_reason"), longest=500)
            )
            judging.change("baseline_reason", None, checked)

    def _added(self, row: RowToSave) -> Milestone:
        return programme.create_milestone(
            activity=Review.objects.get(code=row.after["review"]),
            code=row.code,
            title=row.after["title"],
            by=self.by,
            now=self.now,
        )

    def _renamed(self, row: RowToSave) -> Milestone:
        milestone = Milestone.objects.get(pk=key_of(row))
        if "title" not in row.after:
            return milestone
        return programme.edit_milestone(
            milestone=milestone,
            expected_version=milestone.version,
            title=row.after["title"],
            by=self.by,
            now=self.now,
        )

    def _dated(
        self, milestone: Milestone, kind: MilestoneDateKind, given: dict[str, Any], reason: str
    ) -> MilestoneDate:
        dated = programme.date_milestone(
            milestone=milestone,
            expected_version=milestone.version,
            kind=kind,
            on=date.fromisoformat(given["on"]) if given["on"] else None,
            precision=Precision(given["precision"]),
            printed=given["printed"],
            reason=reason if kind == MilestoneDateKind.BASELINE else "",
            by=self.by,
            now=self.now,
            today=self.today,
        )
        milestone.version += 1
        return dated


def _as_given(dated: MilestoneDate) -> GivenDate:
    """The date of a row as a sheet would give it; words count only where there is no day."""
    printed = "" if dated.on else dated.printed
    return GivenDate(dated.on, Precision(dated.precision), printed)


def as_json(given: GivenDate) -> dict[str, str | None]:
    """A date as the row of an import holds it."""
    on = given.on.isoformat() if given.on else None
    return {"on": on, "precision": given.precision.value, "printed": given.printed}
