"""Options of reviews from a sheet: judged, saved through the actions of options, undone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pgtrigger

from reviews.actions.imports.handling import (
    RowToSave,
    Saved,
    SheetHandler,
    check_nothing_rests_on,
    key_of,
)
from reviews.actions.options import add_option, edit_option, set_option_state
from reviews.enums import OptionStateKind
from reviews.importing.columns import OPTIONS
from reviews.importing.judged import Judged, Judging
from reviews.importing.sheets import SheetRow
from reviews.importing.values import CLEARED, checked_text, several, whole_number
from reviews.models import DeliveryModel, Option, OptionState, Review
from reviews.policies import options as rules


@dataclass(frozen=True)
class _Known:
    """What the rows of a sheet are compared with, read at once."""

    options: Mapping[str, Any]
    reviews: Mapping[str, Review]
    models: Mapping[str, DeliveryModel]
    places: set[tuple[str, int]]


class OptionRows(SheetHandler):
    """Adds options to reviews, edits them and records what becomes of them.

    The review's version counts for every row of its options, as what becomes of an option does.
    """

    sheet = OPTIONS

    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        codes = {row.cell("code").text for row in rows}
        options: Any = Option.objects.with_state(None).filter(code__in=codes)
        named = {row.cell("review").text for row in rows}
        known = _Known(
            options={
                held.code: held
                for held in options.select_related("review").prefetch_related("delivery_models")
            },
            reviews={held.code: held for held in Review.objects.filter(code__in=named)},
            models={
                name.casefold(): model
                for model in DeliveryModel.objects.all()
                for name in (model.name, model.code)
            },
            places=set(
                Option.objects.filter(review__code__in=named).values_list("review__code", "order")
            ),
        )
        return [self._judge(row, known) for row in rows]

    def lock(self, keys: Collection[int]) -> Mapping[int, Any]:
        """The options by their keys, each with the version of its review as its own."""
        of_reviews = Option.objects.filter(pk__in=keys).values("review")
        reviews = Review.objects.select_for_update(of=("self", "activity_ptr"))
        locked = {held.pk: held for held in reviews.filter(pk__in=of_reviews).order_by("pk")}
        pairs = Option.objects.filter(pk__in=keys).values_list("pk", "review_id")
        return {key: locked[review] for key, review in pairs if review in locked}

    def save(self, row: RowToSave) -> Saved:
        states: list[int] = []
        if row.object_key is None:
            option = self._added(row)
        else:
            option = self._edited(row)
            if "state" in row.after:
                made = set_option_state(
                    option=option,
                    state=OptionStateKind(row.after["state"]),
                    reason=row.after.get("reason", ""),
                    expected_version=_version_of(option.review_id),
                    by=self.by,
                    now=self.now,
                    today=self.today,
                )
                states = [made.pk]
        return Saved(option.pk, _version_of(option.review_id), {"states": states})

    def check_removable(self, keys: Mapping[int, str]) -> None:
        check_nothing_rests_on(Option, keys, own=(OptionState,))

    def undo(self, row: RowToSave) -> None:
        """Remove what the import recorded; a state of an option is otherwise never removed."""
        option = Option.objects.select_for_update(of=("self",)).get(pk=key_of(row))
        with pgtrigger.ignore("reviews.OptionState:append_only"):
            if row.version is None:
                OptionState.objects.filter(option=option).delete()
                option.delete()
            else:
                OptionState.objects.filter(option=option, pk__in=row.undo["states"]).delete()
        if row.version is not None:
            self._restored(option, row.before)
        Review.objects.count_edit(Review.objects.get(pk=option.review_id))

    def _judge(self, row: SheetRow, known: _Known) -> Judged:
        judging = Judging(row, self.sheet)
        code = row.cell("code").text
        held = known.options.get(code)
        review = held.review if held else self._judge_new(judging, code, known)
        if held is not None:
            self._judge_known(judging, held)
        if review is not None:
            judging.ask(partial(rules.check_options_may_change, review), "code")
        self._judge_words(judging, held)
        self._judge_models(judging, held, known)
        self._judge_state(judging, held)
        title = judging.after.get("title") or (held.title if held else "")
        return judging.judged(
            code=code,
            title=title,
            object_key=held.pk if held else None,
            version=held.review.version if held else None,
        )

    def _judge_new(self, judging: Judging, code: str, known: _Known) -> Review | None:
        if not rules.OPTION_CODE.fullmatch(code) and not judging.is_faulty("code"):
            judging.wrong(
                "code", "an option needs a code of at most 20 letters, digits and hyphens."
            )
        named = judging.cell("review")
        review = known.reviews.get(named.text)
        if not named.text and not named.fault:
            judging.wrong("review", "a new option needs the code of its review.")
        elif review is None and not named.fault:
            judging.wrong("review", f"there is no review {named.text}.")
        judging.change("review", None, named.text)
        order = judging.ask(partial(whole_number, judging.cell("order")))
        if order is not None:
            if (named.text, order) in known.places:
                judging.wrong("order", f"{named.text} has an option in place {order} already.")
            known.places.add((named.text, order))
            judging.change("order", None, order)
        return review

    def _judge_known(self, judging: Judging, held: Any) -> None:
        named = judging.cell("review").text
        if named and named != held.review.code:
            judging.wrong(
                "review", f"{held.code} belongs to {held.review.code} and is never moved."
            )
        order = judging.ask(partial(whole_number, judging.cell("order")))
        if order is not None and order != held.order:
            judging.wrong("order", f"{held.code} is in place {held.order} and keeps it.")

    def _judge_words(self, judging: Judging, held: Any) -> None:
        for key, longest in (("title", 300), ("note", 500)):
            text = judging.ask(partial(checked_text, judging.cell(key), longest=longest))
            before = getattr(held, key) if held else None
            if key == "note" and text == CLEARED:
                judging.change(key, before or "", "")
            elif text:
                judging.change(key, before, text)
            elif (
                key == "title" and held is None and text is not None and not judging.is_faulty(key)
            ):
                judging.wrong("title", "a new option needs a title.")

    def _judge_models(self, judging: Judging, held: Any, known: _Known) -> None:
        cell = judging.cell("delivery_models")
        names = several(cell)
        unknown = [name for name in names if name.casefold() not in known.models]
        if unknown:
            judging.wrong(
                "delivery_models", f"there is no delivery model “{'”, “'.join(unknown)}”."
            )
            return
        models = [known.models[name.casefold()] for name in names]
        before = sorted(model.code for model in held.delivery_models.all()) if held else None
        for model in models:
            if model.retired_on is not None and model.code not in (before or ()):
                judging.wrong("delivery_models", f"“{model}” is no longer offered.")
        if models:
            judging.change("delivery_models", before, sorted({model.code for model in models}))
        elif held is None and not cell.fault:
            judging.wrong("delivery_models", "a new option needs at least one delivery model.")

    def _judge_state(self, judging: Judging, held: Any) -> None:
        cell, reason = judging.cell("state"), judging.cell("reason")
        current = held.state if held else None
        words = judging.ask(partial(checked_text, reason, longest=1000)) or ""
        if not cell.text:
            if reason.text and not cell.fault:
                judging.wrong("reason", "a reason goes with a state, and none is given.")
            return
        state = _state_of(cell.text)
        if state is None:
            allowed = ", ".join(kind.label for kind in rules.next_states(None))
            judging.wrong("state", f"“{cell.text[:40]}” is not a state. It is one of {allowed}.")
            return
        if state == current:
            if words and words != held.reason:
                judging.wrong(
                    "reason",
                    f"{held.code} is {state.label.lower()} already; the reason recorded with it "
                    "is never rewritten.",
                )
            return
        judging.ask(partial(rules.check_option_state, current, state, words), "state")
        judging.change("state", current, state.value)
        if words:
            judging.change("reason", held.reason if held else None, words)

    def _added(self, row: RowToSave) -> Option:
        after = row.after
        review = Review.objects.get(code=after["review"])
        return add_option(
            review=review,
            expected_version=review.version,
            code=row.code,
            order=after.get("order"),
            title=after["title"],
            note=after.get("note", ""),
            delivery_models=_models(after["delivery_models"]),
            variants=(),
            by=self.by,
            now=self.now,
            today=self.today,
            state=OptionStateKind(after.get("state", OptionStateKind.CONSIDERED)),
            reason=after.get("reason", ""),
        )

    def _edited(self, row: RowToSave) -> Option:
        option = Option.objects.get(pk=key_of(row))
        if {"title", "note", "delivery_models"} & set(row.after):
            self._write(option, row.after)
            Review.objects.count_edit(Review.objects.get(pk=option.review_id))
        return option

    def _restored(self, option: Option, before: dict[str, Any]) -> None:
        if {"title", "note", "delivery_models"} & set(before):
            self._write(option, before)

    def _write(self, option: Option, fields: dict[str, Any]) -> None:
        kept = option.delivery_models.all()
        codes = fields.get("delivery_models")
        edit_option(
            option=option,
            expected_version=option.version,
            title=fields.get("title", option.title),
            note=fields.get("note", option.note),
            delivery_models=list(kept) if codes is None else _models(codes),
            variants=[variant.title for variant in option.variants.all()],
            by=self.by,
            now=self.now,
        )


def _state_of(text: str) -> OptionStateKind | None:
    """The state that people may give whose label or value this is, whatever its case."""
    plain = text.strip().casefold()
    return next(
        (
            kind
            for kind in rules.next_states(None)
            if plain in (kind.label.casefold(), kind.casefold())
        ),
        None,
    )


def _models(codes: Iterable[str]) -> list[DeliveryModel]:
    return list(DeliveryModel.objects.filter(code__in=codes))


def _version_of(review: int) -> int:
    return int(Review.objects.values_list("version", flat=True).get(pk=review))
