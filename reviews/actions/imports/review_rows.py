"""Reviews from a sheet: judged, taken in or edited through the actions of reviews, undone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pgtrigger

from ftc.organisation.models import Service, User
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Activity, Assignment, Phase, Portfolio
from ftc.programme.policies import CAN_HOLD, candidates
from reviews.actions.editing import edit_review
from reviews.actions.imports.handling import (
    RowToSave,
    Saved,
    SheetHandler,
    check_nothing_rests_on,
    key_of,
)
from reviews.actions.people import name_people
from reviews.actions.scope import create_review
from reviews.enums import MethodologyState
from reviews.importing.columns import REVIEWS
from reviews.importing.judged import Judged, Judging
from reviews.importing.sheets import SheetRow
from reviews.importing.values import CLEARED, checked_text, several, whole_number
from reviews.models import Methodology, Review, ReviewedService, ReviewStanding, ReviewStateChange
from reviews.policies import scope as rules
from reviews.queries.people import people_of

PARTS = {"lead": AssignmentRole.LEAD, "owner": AssignmentRole.SENIOR_RESPONSIBLE_OWNER}
# What taking a review in writes with it, and an undo removes with it.
OWN = (Assignment, ReviewedService, ReviewStateChange, ReviewStanding)


@dataclass(frozen=True)
class _Known:
    """What the rows of a sheet are compared with, read at once."""

    reviews: Mapping[str, Review]
    held: Mapping[tuple[int, str], str]
    covered: Mapping[int, set[str]]
    taken: set[str]
    phases: Mapping[int, bool]
    services: Mapping[str, list[str]]
    portfolios: Mapping[str, str]
    users: set[str]
    able: Mapping[str, set[str]]


class ReviewRows(SheetHandler):
    """Takes reviews in and edits what they say of themselves; never their stage or state."""

    sheet = REVIEWS

    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        known = _known(rows)
        return [self._judge(row, known) for row in rows]

    def lock(self, keys: Collection[int]) -> Mapping[int, Review]:
        locked = Review.objects.select_for_update(of=("self", "activity_ptr"))
        return {review.pk: review for review in locked.filter(pk__in=keys).order_by("pk")}

    def save(self, row: RowToSave) -> Saved:
        review = self._taken_in(row) if row.object_key is None else self._edited(row.object_key)
        self._write(review, row.after, is_new=row.object_key is None)
        review.refresh_from_db()
        return Saved(review.pk, review.version)

    def check_removable(self, keys: Mapping[int, str]) -> None:
        check_nothing_rests_on(Review, keys, own=OWN)

    def undo(self, row: RowToSave) -> None:
        review = Review.objects.get(pk=key_of(row))
        if row.version is not None:
            self._write(review, row.before, is_new=False)
            return
        with pgtrigger.ignore("reviews.ReviewStateChange:append_only"):
            review.delete()

    def _judge(self, row: SheetRow, known: _Known) -> Judged:
        judging = Judging(row, self.sheet)
        code = row.cell("code").text
        held = known.reviews.get(code)
        self._judge_words(judging, held)
        if held is None:
            self._judge_new(judging, code, known)
        else:
            self._judge_known(judging, held, known)
        self._judge_portfolio(judging, held, known)
        self._judge_people(judging, held, known)
        title = judging.after.get("title") or (held.title if held else "")
        return judging.judged(
            code=code,
            title=title,
            object_key=held.pk if held else None,
            version=held.version if held else None,
        )

    def _judge_words(self, judging: Judging, held: Review | None) -> None:
        for key, longest in (("title", 200), ("next_steps", 4000)):
            text = judging.ask(partial(checked_text, judging.cell(key), longest=longest))
            before = getattr(held, key) if held else None
            if key == "next_steps" and text == CLEARED:
                judging.change(key, before or "", "")
            elif text:
                judging.change(key, before, text)
            elif (
                key == "title" and held is None and text is not None and not judging.is_faulty(key)
            ):
                judging.wrong(key, "a new review needs a title.")

    def _judge_new(self, judging: Judging, code: str, known: _Known) -> None:
        if not rules.CODE.fullmatch(code) and not judging.is_faulty("code"):
            judging.wrong(
                "code",
                "a review needs a code of 2 to 20 capital letters, digits and hyphens that begins "
                "with a letter, such as P2-LIB.",
            )
        elif code in known.taken:
            judging.wrong("code", f"the code {code} is taken by something that is no review.")
        number = judging.ask(partial(whole_number, judging.cell("phase")))
        if number is None:
            if not judging.cell("phase").text and not judging.is_faulty("phase"):
                judging.wrong("phase", "a new review needs the number of its phase.")
        elif number not in known.phases:
            judging.wrong("phase", f"there is no phase {number}.")
        elif not known.phases[number]:
            judging.wrong("phase", f"no methodology is in force for phase {number} yet.")
        judging.change("phase", None, number)
        codes = self._services(judging, known)
        if codes:
            judging.change("services", None, codes)
        elif codes is not None and not judging.is_faulty("services"):
            judging.wrong("services", "a new review needs at least one service.")

    def _judge_known(self, judging: Judging, held: Review, known: _Known) -> None:
        number = judging.ask(partial(whole_number, judging.cell("phase")))
        if number is not None and number != held.phase.number:
            judging.wrong("phase", f"{held.code} is in phase {held.phase.number} and stays there.")
        codes = self._services(judging, known)
        if codes and set(codes) != known.covered.get(held.pk, set()):
            judging.wrong(
                "services",
                f"{held.code} covers other services. A review is merged or split on its own page.",
            )

    def _services(self, judging: Judging, known: _Known) -> list[str] | None:
        """The codes of the services that a cell lists; None when one of them is not known."""
        found: list[str] = []
        for name in several(judging.cell("services")):
            codes = known.services.get(name.casefold(), [])
            if len(codes) != 1:
                many = f"{len(codes)} services are" if codes else "there is no service"
                called = f"{many} called “{name[:60]}”"
                judging.wrong("services", f"{called}. Write its code." if codes else f"{called}.")
                return None
            found += codes
        return list(dict.fromkeys(found))

    def _judge_portfolio(self, judging: Judging, held: Review | None, known: _Known) -> None:
        text = judging.cell("portfolio").text
        before = (held.portfolio.code if held.portfolio else "") if held else None
        if not text:
            return
        code = "" if text == CLEARED else known.portfolios.get(text.casefold())
        if code is None:
            judging.wrong("portfolio", f"there is no change portfolio “{text[:60]}”.")
        elif code or held is not None:
            judging.change("portfolio", before, code)

    def _judge_people(self, judging: Judging, held: Review | None, known: _Known) -> None:
        named: dict[str, str] = {}
        for key, role in PARTS.items():
            text = judging.cell(key).text
            before = known.held.get((held.pk, role), "") if held else ""
            named[key] = before if not text else "" if text == CLEARED else text
            if named[key] == before:
                continue
            if named[key] and named[key] not in known.able[role]:
                self._judge_unable(judging, key, role, text, known)
            judging.change(key, before if held else None, named[key])
        if named["lead"] and named["lead"] == named["owner"]:
            judging.wrong(
                "owner", f"{named['lead']} cannot be both Lead and Senior Responsible Owner."
            )

    def _judge_unable(
        self, judging: Judging, key: str, role: AssignmentRole, text: str, known: _Known
    ) -> None:
        if text not in known.users:
            judging.wrong(key, f"there is no user “{text[:60]}”.")
            return
        needed = " or ".join(held.label for held in CAN_HOLD[role])
        judging.wrong(key, f"{text} cannot be {role.label}: that takes the role {needed}.")

    def _taken_in(self, row: RowToSave) -> Review:
        after = row.after
        services = {held.code: held for held in Service.objects.filter(code__in=after["services"])}
        return create_review(
            code=row.code,
            title=after["title"],
            phase=Phase.objects.get(number=after["phase"]),
            services=[services[code] for code in after["services"]],
            portfolio=_portfolio(after.get("portfolio", "")),
            lead=_user(after.get("lead", "")),
            owner=_user(after.get("owner", "")),
            by=self.by,
            now=self.now,
            today=self.today,
        )

    def _edited(self, key: int) -> Review:
        return Review.objects.select_related("portfolio").get(pk=key)

    def _write(self, review: Review, fields: dict[str, Any], *, is_new: bool) -> None:
        """Write what a review says of itself, then who leads and owns it."""
        words = {"next_steps"} if is_new else {"title", "next_steps", "portfolio"}
        version = review.version
        if words & set(fields):
            portfolio = fields.get("portfolio")
            edit_review(
                review=review,
                expected_version=version,
                title=fields.get("title", review.title),
                description=review.description,
                next_steps=fields.get("next_steps", review.next_steps),
                portfolio=review.portfolio if portfolio is None else _portfolio(portfolio),
                by=self.by,
                now=self.now,
            )
            version += 1
        if not is_new and set(PARTS) & set(fields):
            held = people_of(review)
            wanted = {
                key: _user(fields[key]) if key in fields else held.get(role)
                for key, role in PARTS.items()
            }
            name_people(
                review=review,
                expected_version=version,
                lead=wanted["lead"],
                owner=wanted["owner"],
                by=self.by,
                now=self.now,
                today=self.today,
            )


def _known(rows: Sequence[SheetRow]) -> _Known:
    codes = {row.cell("code").text for row in rows}
    reviews = {
        review.code: review
        for review in Review.objects.filter(code__in=codes).select_related("portfolio", "phase")
    }
    keys = [review.pk for review in reviews.values()]
    held = Assignment.objects.filter(activity__in=keys, ended_on__isnull=True)
    covered: dict[int, set[str]] = {}
    pairs = ReviewedService.objects.filter(review__in=keys, ended_on__isnull=True)
    for key, code in pairs.values_list("review_id", "service__code"):
        covered.setdefault(key, set()).add(code)
    in_force = set(
        Methodology.objects.filter(state=MethodologyState.IN_FORCE).values_list("phase", flat=True)
    )
    named = {row.cell(key).text for row in rows for key in PARTS}
    return _Known(
        reviews=reviews,
        held={
            (key, role): username
            for key, role, username in held.values_list("activity_id", "role", "user__username")
        },
        covered=covered,
        taken=set(Activity.objects.filter(code__in=codes).values_list("code", flat=True)),
        phases={phase.number: phase.pk in in_force for phase in Phase.objects.all()},
        services=_by_name(Service.objects.values_list("code", "name")),
        portfolios={
            word.casefold(): code
            for code, name in Portfolio.objects.values_list("code", "name")
            for word in (name, code)
        },
        users=set(User.objects.filter(username__in=named).values_list("username", flat=True)),
        able={
            role: set(candidates(role).values_list("username", flat=True))
            for role in PARTS.values()
        },
    )


def _by_name(services: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The codes of services by their code and by their name, which several may share."""
    found: dict[str, list[str]] = {}
    codes = list(services)
    for code, name in codes:
        found.setdefault(name.casefold(), []).append(code)
    return found | {code.casefold(): [code] for code, _ in codes}


def _portfolio(code: str) -> Portfolio | None:
    return Portfolio.objects.get(code=code) if code else None


def _user(username: str) -> User | None:
    return User.objects.get(username=username) if username else None
