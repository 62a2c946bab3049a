"""Whether a draft of a methodology is fit to go in force, in plain sentences."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ftc.organisation.enums import Role
from reviews.calculations.methodologies import ACCEPTING, Shape, StageShape
from reviews.calculations.methodology_differences import differences
from reviews.enums import CriterionKind


@dataclass(frozen=True)
class DraftCheck:
    """``problems`` keep a draft from going in force; ``remarks`` are worth a second look."""

    problems: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def is_fit(self) -> bool:
        return not self.problems


def check_draft(
    draft: Shape,
    *,
    before: Shape | None,
    body_kinds: Collection[str],
    roles: Collection[str],
) -> DraftCheck:
    """What is wrong with a draft and what is worth a look.

    ``before`` is the version it follows; ``body_kinds`` are the kinds that some body of FTC has,
    ``roles`` those that somebody holds.
    """
    return DraftCheck(
        problems=tuple(_problems(draft, before, body_kinds)),
        remarks=tuple(_remarks(draft, roles)),
    )


def _problems(draft: Shape, before: Shape | None, body_kinds: Collection[str]) -> Iterator[str]:
    if not draft.stages:
        yield "There is no stage yet. Add at least one."
        return
    if before is not None and not differences(before, draft):
        yield f"Nothing differs from version {before.version}."
    for title in _twice(stage.title for stage in draft.stages):
        yield f"Two stages are called “{title}”."
    *gated, last = draft.stages
    for stage in gated:
        if not stage.criteria:
            yield f"Nothing is asked to leave “{stage.title}”, so its gate would always be open."
    if last.criteria:
        yield f"“{last.title}” is the last stage, so nothing can be asked to leave it."
    for stage in gated:
        yield from _problems_of(stage, body_kinds)


def _problems_of(stage: StageShape, body_kinds: Collection[str]) -> Iterator[str]:
    for title in _twice(criterion.title for criterion in stage.criteria):
        yield f"Two criteria of “{stage.title}” are called “{title}”."
    for criterion in stage.criteria:
        if criterion.body_kind and criterion.body_kind not in body_kinds:
            yield (
                f"“{criterion.title}” (to leave “{stage.title}”) waits for {criterion.body}, "
                "and FTC knows no such body."
            )
    signing = [c for c in stage.criteria if c.kind == CriterionKind.SIGN_OFF]
    for role in _twice(criterion.role for criterion in signing):
        yield f"“{stage.title}” is signed off twice by {ACCEPTING[Role(role)]}."


def _remarks(draft: Shape, roles: Collection[str]) -> Iterator[str]:
    engaging = [stage for stage in draft.stages if stage.runs_market_engagement]
    if draft.stages and not engaging:
        yield "The market is engaged in no stage, so it may be engaged from the start."
    elif engaging:
        yield f"The market may be engaged from “{engaging[0].title}” on."
    for stage in draft.stages[:-1]:
        yield from _remarks_on_order(stage)
        for criterion in stage.criteria:
            if criterion.role and criterion.role not in roles:
                yield (
                    f"Nobody in FTC is {_one_of(criterion.role)}, who is asked for "
                    f"“{criterion.title}” (to leave “{stage.title}”)."
                )


def _remarks_on_order(stage: StageShape) -> Iterator[str]:
    """The order in which a gate is signed off, and what is asked after a sign-off."""
    signing = [c for c in stage.criteria if c.kind == CriterionKind.SIGN_OFF]
    if len(signing) > 1:
        order = ", then ".join(ACCEPTING[Role(criterion.role)] for criterion in signing)
        yield f"“{stage.title}” is signed off by {order}."
    if signing:
        place = stage.criteria.index(signing[0])
        for later in stage.criteria[place + 1 :]:
            if later.kind in (CriterionKind.EVIDENCE, CriterionKind.PREFERRED_OPTION):
                yield (
                    f"“{later.title}” comes after the sign-off “{signing[0].title}” "
                    f"of “{stage.title}”, so whoever signs may not have seen it."
                )


def _one_of(role: str) -> str:
    words = ACCEPTING[Role(role)]
    return {
        Role.OFFICER: "an officer",
        Role.SENIOR_RESPONSIBLE_OWNER: "a Senior Responsible Owner",
    }.get(Role(role), words)


def _twice(titles: Iterable[str]) -> list[str]:
    """What is there more than once, whatever its capitals; as written first."""
    written: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for title in titles:
        key = " ".join(title.casefold().split())
        written.setdefault(key, title)
        counted[key] += 1
    return [written[key] for key, count in counted.items() if count > 1]
