"""What papers printed beside what the records give, and printed figures nothing can give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import QuerySet

from ftc.money import NOT_KNOWN
from ftc.overview.calculations import is_only_rounding
from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Figure,
    Stated,
    UnknownFigure,
    comparable_figures,
    evaluate,
)
from ftc.records.figures.shown import lineage_links, paper_url, signed
from ftc.records.models import SourcePaper, StatedFigure
from ftc.ui.components import Link

Standing = Literal["differs", "rounding", "agrees", "not known"]
STANDING_ORDER: dict[Standing, int] = {"differs": 0, "rounding": 1, "not known": 2, "agrees": 3}

# How a parameter is said after the figure's title; {} is its value.
PARAMETERS_IN_WORDS = {
    "phase": "Phase {}",
    "year": "{}",
    "service_type": "{} services",
    "review": "review {}",
    "delivery_model": "delivery model {}",
    "state": "{}",
    "bound": "{} end of the range",
    "category": "category {}",
    "programme": "{} programme",
    "scenario": "{}",
    "basis": "{}",
    "meeting": "{}",
    "minute": "minute {}",
    "choice": "{}",
    "portfolio": "portfolio {}",
    "achieved": "£{} achieved",
    "kind": "{}",
    "service": "service {}",
}
TRUE_PARAMETERS = {"cumulative": "cumulative", "exclude_deferred": "without deferred reviews"}


@dataclass(frozen=True)
class Printed:
    """One printed figure beside the records.

    ``difference`` is stated less computed; None when the records do not know. ``standing`` tells
    a difference that disappears when the records are rounded as the paper rounds.
    """

    code: str
    title: str
    of: str
    value: Decimal | None
    value_text: str
    value_note: str
    lineage: list[Link]
    text: str
    paper: str
    paper_title: str
    paper_url: str
    paragraph: str
    difference: Decimal | None
    difference_text: str
    unit: str
    note: str
    standing: Standing
    explanation: str
    explained_by: str
    explained_at: datetime | None

    @property
    def measure(self) -> str:
        """The measure with its parameters in words."""
        return f"{self.title}: {self.of}" if self.of else self.title


@dataclass(frozen=True)
class Comparison:
    """Every printed figure that the records can be compared with, by how it stands."""

    printed: list[Printed]

    def standing(self, *standings: Standing) -> list[Printed]:
        return [row for row in self.printed if row.standing in standings]

    @property
    def differing(self) -> list[Printed]:
        """Those that differ, real differences before mere rounding."""
        return self.standing("differs", "rounding")

    @property
    def agreeing(self) -> list[Printed]:
        return self.standing("agrees")

    @property
    def not_known(self) -> list[Printed]:
        return self.standing("not known")


def comparison(
    *, as_at: date | None, user: Any, paper: str = "", explained: str = ""
) -> Comparison:
    """Compare print with the records as at a date, for one reader.

    ``paper`` is a code; ``explained`` is "yes", "no" or empty for both. A measure is evaluated
    once, whatever the number of papers that print it.
    """
    figures = comparable_figures(as_at=as_at, user=user)
    rows = {
        row.code: row for row in StatedFigure.objects.comparable().select_related("explained_by")
    }
    printed = [
        beside(figure, stated, rows[stated.code])
        for figure in figures
        for stated in figure.stated
        if not paper or stated.paper == paper
    ]
    if explained:
        printed = [row for row in printed if bool(row.explanation) == (explained == "yes")]
    printed.sort(key=lambda row: (STANDING_ORDER[row.standing], row.measure, row.code))
    return Comparison(printed)


def beside(figure: Figure, stated: Stated, row: StatedFigure) -> Printed:
    """One printed figure beside the evaluated figure it is compared with."""
    return Printed(
        code=stated.code,
        title=figure.title,
        of=params_in_words(figure.params),
        value=figure.value,
        value_text=figure.text,
        value_note=figure.note,
        lineage=lineage_links(figure),
        text=stated.text,
        paper=stated.paper,
        paper_title=stated.paper_title,
        paper_url=paper_url(stated.paper),
        paragraph=stated.paragraph,
        difference=stated.difference,
        difference_text=difference_in_words(stated.difference, figure.unit),
        unit=figure.unit.label,
        note=stated.note,
        standing=standing_of(figure, stated),
        explanation=row.explanation,
        explained_by=str(row.explained_by) if row.explained_by else "",
        explained_at=row.explained_at,
    )


def beside_records(row: StatedFigure, *, as_at: date | None, user: Any) -> Printed | None:
    """One printed figure beside the records; None when no app offers the figure any longer."""
    try:
        figure = evaluate(row.figure_key, row.params, as_at=as_at, user=user, stated=[row])
    except (UnknownFigure, BadParameter):
        return None
    return beside(figure, figure.stated[0], row)


def standing_of(figure: Figure, stated: Stated) -> Standing:
    """Whether the printed figure differs, differs by its rounding only, agrees, or is not known."""
    if stated.difference is None:
        return "not known"
    if not stated.difference:
        return "agrees"
    if is_only_rounding(figure.value, stated.low, stated.high, stated.text):
        return "rounding"
    return "differs"


def params_in_words(params: Mapping[str, str]) -> str:
    """The parameters of a figure as a reader says them: "Phase 1, corporate services"."""
    words = [
        PARAMETERS_IN_WORDS[name].format(value.replace("_", " "))
        for name, value in params.items()
        if name in PARAMETERS_IN_WORDS and value
    ]
    words += [said for name, said in TRUE_PARAMETERS.items() if params.get(name) == "true"]
    return ", ".join(sorted(words, key=lambda said: not said.startswith("Phase")))


def difference_in_words(difference: Decimal | None, unit: Unit) -> str:
    """Stated less computed, signed, with its unit: "+£40", "−1 service", "+0.37"."""
    if difference is None:
        return NOT_KNOWN
    if unit in {Unit.GBP, Unit.RATIO} or difference != difference.to_integral_value():
        return signed(difference, unit)
    whole = difference.to_integral_value()
    name = unit.label.removesuffix("s") if abs(whole) == 1 else unit.label
    return f"{signed(whole, unit)} {name}" if whole else ""


def count_of_differences(*, as_at: date | None, user: Any) -> tuple[int, int]:
    """How many printed figures really differ, and how many of those nobody has explained."""
    differing = comparison(as_at=as_at, user=user).standing("differs")
    return len(differing), sum(not row.explanation for row in differing)


def not_comparable(*, as_at: date | None, paper: str = "") -> QuerySet[StatedFigure]:
    """Printed figures that nothing in the records can give, in the order of their codes."""
    rows = (
        StatedFigure.objects.known_by(as_at)
        .filter(figure_key="")
        .select_related("source")
        .order_by("code")
    )
    return rows.filter(source__code=paper) if paper else rows


def papers_that_print(as_at: date | None) -> Iterable[tuple[str, str]]:
    """Code and title of every paper with a printed figure, oldest first."""
    rows = StatedFigure.objects.known_by(as_at).values("source")
    papers = SourcePaper.objects.filter(pk__in=rows).order_by("known_on", "code")
    return [(paper.code, f"{paper.title} ({paper.code})") for paper in papers]
