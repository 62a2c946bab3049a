"""What differs between two texts: line by line, and word by word inside a line; no ORM."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Beyond this a line is told as removed and added whole: comparing words takes time by the square.
MOST_WORDS = 1500
# Two lines with less than this in common are not a line that was changed.
ALIKE = 0.4


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words that are the same, added or removed."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class ComparedLine:
    """A line of either text; one that was changed has pieces of both."""

    mark: Mark
    pieces: tuple[Piece, ...]

    @property
    def is_blank(self) -> bool:
        return not any(piece.text.strip() for piece in self.pieces)


def compare_texts(old: str, new: str) -> tuple[ComparedLine, ...]:
    """Every line of both texts in order.

    The pieces that are not ADDED give the old text, those that are not REMOVED the new one.
    """
    before, after = old.splitlines(), new.splitlines()
    compared: list[ComparedLine] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            compared += [_whole(line, Mark.SAME) for line in before[old_from:old_to]]
        else:
            compared += _replaced(before[old_from:old_to], after[new_from:new_to])
    return tuple(compared)


def has_changed(lines: Sequence[ComparedLine]) -> bool:
    return any(line.mark != Mark.SAME for line in lines)


def count_words(lines: Sequence[ComparedLine]) -> tuple[int, int]:
    """How many words were added, and how many removed."""
    pieces = [piece for line in lines for piece in line.pieces]
    return (
        sum(len(piece.text.split()) for piece in pieces if piece.mark == Mark.ADDED),
        sum(len(piece.text.split()) for piece in pieces if piece.mark == Mark.REMOVED),
    )


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[ComparedLine]:
    """A run of lines that another took the place of; lines alike are told as changed."""
    for old, new in zip(before, after, strict=False):
        pieces = _words(old, new)
        if pieces is None:
            yield _whole(old, Mark.REMOVED)
            yield _whole(new, Mark.ADDED)
        else:
            yield ComparedLine(Mark.CHANGED, pieces)
    for old in before[len(after) :]:
        yield _whole(old, Mark.REMOVED)
    for new in after[len(before) :]:
        yield _whole(new, Mark.ADDED)


def _words(old: str, new: str) -> tuple[Piece, ...] | None:
    """The pieces of a line that was changed; None where it is another line altogether."""
    before, after = _split(old), _split(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return None
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    pieces: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = "".join(before[old_from:old_to]), "".join(after[new_from:new_to])
        if what == "equal":
            pieces.append(Piece(Mark.SAME, gone))
            continue
        if gone:
            pieces.append(Piece(Mark.REMOVED, gone))
        if come:
            pieces.append(Piece(Mark.ADDED, come))
    return tuple(pieces)


def _split(line: str) -> list[str]:
    """Words, the spaces between them, and signs, so that joined again they give the line."""
    return re.findall(r"\w+|\s+|[^\w\s]", line)


def _whole(line: str, mark: Mark) -> ComparedLine:
    return ComparedLine(mark, (Piece(mark, line),))
