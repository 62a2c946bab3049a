"""The parts a formal paper is printed from: plain, frozen, labelled and rounded already."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Words:
    """Some words of a sentence, in bold where they are strong."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class ListItem:
    """An entry of a list, with the variants printed inside it."""

    words: tuple[Words, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableColumn:
    """Head of a printed table's column; amounts stand to the right."""

    head: str
    is_numeric: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A table as printed: words and formatted amounts; the first cell of a row is its head."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def numbered(self, number: int) -> "PrintedTable":
        """The table as "Table 2: ..." of its paper."""
        return replace(self, caption=f"Table {number}: {self.caption}")


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph with the list and the table that belong to it."""

    number: str
    words: tuple[Words, ...]
    items: tuple[ListItem, ...] = ()
    table: PrintedTable | None = None


@dataclass(frozen=True)
class Part:
    """A lettered or untitled run of paragraphs inside a section; the letter is of its heading."""

    paragraphs: tuple[Paragraph, ...]
    letter: str = ""
    title: str = ""


@dataclass(frozen=True)
class Section:
    """A numbered section of a paper."""

    number: int
    title: str
    parts: tuple[Part, ...]


def plain(text: str) -> tuple[Words, ...]:
    """A sentence without bold words."""
    return (Words(text),)


def item(text: str) -> ListItem:
    """A list entry without bold words."""
    return ListItem(plain(text))
