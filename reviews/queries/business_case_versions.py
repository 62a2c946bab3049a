"""Versions of a business case, and what differs between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from reviews.calculations.text_differences import (
    ComparedLine,
    compare_texts,
    count_words,
    has_changed,
)
from reviews.enums import FiveCase, SectionState
from reviews.models import BusinessCase, BusinessCaseVersion
from reviews.queries.business_case_checks import SectionFact, sections_of

NOW = "now"


@dataclass(frozen=True)
class VersionLine:
    """A version as the list shows it; ``differences_url`` compares it with what came next."""

    number: int
    note: str
    by: str
    on: date
    url: str
    differences_url: str


@dataclass(frozen=True)
class Edition:
    """A business case as it stood in a version, or as it stands."""

    which: str  # "3", or NOW
    title: str
    sections: tuple[SectionFact, ...]


@dataclass(frozen=True)
class SectionDifference:
    """What differs in one of the five cases: its words, its owner and its state."""

    kind: FiveCase
    lines: tuple[ComparedLine, ...]
    old: SectionFact
    new: SectionFact

    @property
    def words_differ(self) -> bool:
        return has_changed(self.lines)

    @property
    def differs(self) -> bool:
        return self.words_differ or self.owner_differs or self.state_differs

    @property
    def owner_differs(self) -> bool:
        return self.old.owner != self.new.owner

    @property
    def state_differs(self) -> bool:
        return self.old.state != self.new.state

    @property
    def summary(self) -> str:
        """ "12 words added, 3 removed"."""
        added, removed = count_words(self.lines)
        return f"{added:,} word{_s(added)} added, {removed:,} word{_s(removed)} removed"


def version_lines(case: BusinessCase, *, as_at: date | None) -> list[VersionLine]:
    """The versions kept by ``as_at``, newest first; the newest is compared with what stands."""
    rows = list(case.versions.as_at(as_at).select_related("by").order_by("-number"))
    newer = ["" if as_at else NOW, *(str(row.number) for row in rows)]
    differences = reverse("reviews:business-case-differences", args=[case.code])
    return [
        VersionLine(
            number=row.number,
            note=row.note,
            by=str(row.by),
            on=row.effective_on,
            url=reverse("reviews:business-case-version", args=[case.code, row.number]),
            differences_url=f"{differences}?from={row.number}&to={after}" if after else "",
        )
        for row, after in zip(rows, newer, strict=False)
    ]


def version_numbers(case: BusinessCase, *, as_at: date | None) -> list[int]:
    """The numbers of the versions kept by ``as_at``, oldest first."""
    return list(case.versions.as_at(as_at).order_by("number").values_list("number", flat=True))


def edition(case: BusinessCase, which: str, *, as_at: date | None) -> Edition | None:
    """The version of this number kept by ``as_at``, or NOW; None where there is none."""
    if which == NOW:
        title = "as it stands" if as_at is None else "as it stood"
        return Edition(NOW, title, sections_of([case], as_at=as_at)[case.pk])
    if not (which.isascii() and which.isdigit() and len(which) < 6):
        return None
    rows = BusinessCaseVersion.objects.filter(case=case, number=int(which)).as_at(as_at)
    version = rows.first()
    if version is None:
        return None
    return Edition(which, f"version {version.number}", texts_of(version))


def texts_of(version: BusinessCaseVersion) -> tuple[SectionFact, ...]:
    """The five cases as a version kept them, in their order."""
    kept = {row.kind: row for row in version.texts.all()}
    return tuple(
        SectionFact(kind, row.text, row.owner_name, SectionState(row.state))
        for kind in FiveCase
        if (row := kept.get(kind)) is not None
    )


def differences(old: Edition, new: Edition) -> tuple[SectionDifference, ...]:
    """What differs from ``old`` to ``new``, in the order of the five cases."""
    return tuple(
        SectionDifference(before.kind, compare_texts(before.text, after.text), before, after)
        for before, after in zip(old.sections, new.sections, strict=True)
    )


def usual_pair(numbers: Sequence[int]) -> tuple[str, str]:
    """What is compared where nothing was chosen: the last version with what stands."""
    return (str(numbers[-1]) if numbers else NOW, NOW)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
