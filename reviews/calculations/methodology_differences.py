"""What differs between two versions of a methodology, a sentence each."""

from collections.abc import Iterator, Sequence

from reviews.calculations.methodologies import CriterionShape, Shape, StageShape

Named = StageShape | CriterionShape


def differences(before: Shape, after: Shape) -> list[str]:
    """What ``after`` changes: the title, then the stages in its order, each with its criteria.

    Stages and criteria are the same by their codes. Empty when nothing differs.
    """
    return list(_differences(before, after))


def _differences(before: Shape, after: Shape) -> Iterator[str]:
    if before.title != after.title:
        yield f"The title “{before.title}” becomes “{after.title}”."
    for gone in before.stages:
        if after.stage(gone.code) is None:
            yield f"The stage “{gone.title}” is taken out."
    for stage in after.stages:
        earlier = before.stage(stage.code)
        if earlier is None:
            yield _added(stage, after)
        else:
            yield from _of_stage(earlier, stage)
    yield from _moved("The stages", before.stages, after.stages)


def _added(stage: StageShape, shape: Shape) -> str:
    asked = [f"“{criterion.title}” ({_lower(criterion.asks)})" for criterion in stage.criteria]
    place = "first" if stage.order == 1 else f"after “{shape.stages[stage.order - 2].title}”"
    leave = f"; to leave it: {', '.join(asked)}" if asked else ""
    market = ", in which the market is engaged" if stage.runs_market_engagement else ""
    return f"The stage “{stage.title}” is added {place}{market}{leave}."


def _of_stage(before: StageShape, after: StageShape) -> Iterator[str]:
    if before.title != after.title:
        yield f"The stage “{before.title}” is called “{after.title}”."
    if before.description != after.description:
        yield f"The description of “{after.title}” becomes {_quoted(after.description)}."
    if before.runs_market_engagement != after.runs_market_engagement:
        verb = "is engaged" if after.runs_market_engagement else "is no longer engaged"
        yield f"The market {verb} in “{after.title}”."
    earlier = {criterion.code: criterion for criterion in before.criteria}
    later = {criterion.code for criterion in after.criteria}
    for criterion in before.criteria:
        if criterion.code not in later:
            yield f"“{criterion.title}” is no longer asked to leave “{after.title}”."
    for criterion in after.criteria:
        was = earlier.get(criterion.code)
        if was is None:
            yield (
                f"“{criterion.title}” is newly asked to leave “{after.title}”: "
                f"{_lower(criterion.asks)}."
            )
        else:
            yield from _of_criterion(was, criterion, after)
    yield from _moved(f"The criteria of “{after.title}”", before.criteria, after.criteria)


def _of_criterion(
    before: CriterionShape, after: CriterionShape, stage: StageShape
) -> Iterator[str]:
    where = f"“{after.title}” (to leave “{stage.title}”)"
    if before.title != after.title:
        yield f"The criterion “{before.title}” of “{stage.title}” is called “{after.title}”."
    if before.asks != after.asks:
        yield f"{where} asked for: {_lower(before.asks)}. It asks for: {_lower(after.asks)}."
    if before.guidance != after.guidance:
        yield f"The guidance for {where} becomes {_quoted(after.guidance)}."
    if before.credit != after.credit:
        yield f"{where} is asked for by {after.credit or 'no paper'}."


def _moved(what: str, before: Sequence[Named], after: Sequence[Named]) -> Iterator[str]:
    """A sentence on the order, where what both versions have stands in another one."""
    kept = {one.code for one in before} & {one.code for one in after}
    was = [one.code for one in before if one.code in kept]
    now = [one for one in after if one.code in kept]
    if was != [one.code for one in now]:
        titles = ", ".join(f"“{one.title}”" for one in now)
        yield f"{what} stand in another order: {titles}."


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "empty"
