"""Tables that an app offers to papers by key, so that a paper of another app can print them."""

from collections.abc import Callable

from ftc.records.figures import Figures
from ftc.records.printed import PrintedTable

Block = Callable[..., PrintedTable]
_BLOCKS: dict[str, Block] = {}


def block(key: str) -> Callable[[Block], Block]:
    """Register a function as the block ``key``.

    It takes the paper's ``Figures``, reads every number through them, and gives a PrintedTable;
    what it is about, a review say, it takes as keywords.
    """

    def register(build: Block) -> Block:
        if key in _BLOCKS:
            raise RuntimeError(f"The block {key} is registered twice.")
        _BLOCKS[key] = build
        return build

    return register


def build_block(key: str, figures: Figures, **about: str) -> PrintedTable:
    """The block ``key`` with the paper's figures; KeyError is a bug of the paper."""
    return _BLOCKS[key](figures, **about)


def difference_notes(
    figures: Figures, key: str, *, of: str, given: str = "", **params: str
) -> tuple[str, ...]:
    """A sentence for each paper that printed something else than the records give.

    ``of`` names the measure: "Net budget"; ``given`` says what the records give, where the
    figure alone would not: a range, say.
    """
    figure = figures(key, **params)
    return tuple(
        f"{of}: “{stated.paper_title}”, {_paragraph(stated.paragraph)}, prints {stated.text}; "
        f"the records give {given or figure.text}."
        for stated in figure.discrepancies
    )


def _paragraph(reference: str) -> str:
    return f"paragraph {reference}" if reference[:1].isdigit() else reference
