"""What the sections of the outturn report share: numbering, names and columns."""

from itertools import count

from ftc.records.printed import ListItem, Paragraph, PrintedTable, TableColumn, Words, plain
from reviews.models import Review

BUDGETS = {
    "reviews.gross_budget": "Gross",
    "reviews.income": "Income",
    "reviews.net_budget": "Net",
}


class Numbering:
    """Counts the paragraphs of one section: 3.1, 3.2 and on, across its lettered parts."""

    def __init__(self, section: int) -> None:
        self.section = section
        self._count = count(1)

    def paragraph(
        self,
        words: tuple[Words, ...] | str,
        *items: ListItem,
        table: PrintedTable | None = None,
    ) -> Paragraph:
        said = plain(words) if isinstance(words, str) else words
        return Paragraph(f"{self.section}.{next(self._count)}", said, items, table)


def budget_columns() -> tuple[TableColumn, ...]:
    return tuple(TableColumn(head, is_numeric=True) for head in BUDGETS.values())


def in_table_order(reviews: list[Review]) -> list[Review]:
    return sorted(reviews, key=lambda review: (review.order, review.code))


def services(review: Review) -> str:
    return listed([row.service.name for row in review.reviewed_services.all()]) or review.title


def listed(words: list[str]) -> str:
    """Words joined as in a sentence: "Human Resources, ICT and Finance"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
