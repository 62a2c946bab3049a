"""The business cases of a review as one person may read them, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ftc.errors import NotPermitted
from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme.models import Benefit
from ftc.programme.queries import known_by, risks
from ftc.records.figures import definition, evaluate
from ftc.records.figures.shown import shown
from ftc.records.models import StatedFigure
from ftc.ui.components import Cell, Column, Figure, Task
from reviews import permissions
from reviews.enums import BusinessCaseKind, FiveCase, OptionStateKind, ReviewState, SectionState
from reviews.errors import BusinessCaseRefused
from reviews.models import BusinessCase, BusinessCaseSection, Option, Review
from reviews.policies import business_cases as rules
from reviews.queries.business_case_checks import (
    Completeness,
    SectionFact,
    completeness_of,
    section_url,
    sections_of,
)
from reviews.queries.business_case_versions import VersionLine, version_lines
from reviews.queries.page_tables import OPTION_COLOURS, Table, milestones_table

SECTION_COLOURS = {
    SectionState.DRAFT: "grey",
    SectionState.IN_CLEARANCE: "blue",
    SectionState.RETURNED: "orange",
    SectionState.CLEARED: "green",
}
NOBODY = "No owner"


@dataclass(frozen=True)
class CaseLine:
    """A business case in the list of its review."""

    case: BusinessCase
    url: str
    sections: tuple[SectionFact, ...]
    completeness: Completeness

    @property
    def cleared(self) -> int:
        return sum(section.is_cleared for section in self.sections)


@dataclass(frozen=True)
class CaseMoves:
    """What this person may do with a business case here now; nothing on a past day."""

    edit: bool = False
    keep: bool = False
    document: bool = False


@dataclass(frozen=True)
class CasePage:
    """A business case: its five cases, how complete it is, its versions and what it rests on."""

    case: BusinessCase
    tasks: tuple[Task, ...]
    completeness: Completeness
    versions: tuple[VersionLine, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    moves: CaseMoves


@dataclass(frozen=True)
class SectionPage:
    """One of the five cases: its words as they stand, or stood, and what this person may do."""

    section: BusinessCaseSection
    fact: SectionFact
    clears: str
    moves: "SectionMoves"

    @property
    def colour(self) -> str:
        return SECTION_COLOURS[self.fact.state]


@dataclass(frozen=True)
class SectionMoves:
    """What this person may do with one of the five cases; ``decides_not`` says why they may not."""

    write: bool = False
    name_owner: bool = False
    send: bool = False
    decide: bool = False
    send_not: str = ""
    decides_not: str = ""


def case_of(code: str, *, as_at: date | None, user: User) -> BusinessCase | None:
    """The business case of this code, where this person may read it and it was made by then."""
    found: BusinessCase | None = (
        _known(BusinessCase.objects.visible_to(user), as_at)
        .filter(code=code)
        .select_related("review__phase", "made_by")
        .first()
    )
    return found


def case_lines(review: Review, *, as_at: date | None, user: User) -> list[CaseLine]:
    """The business cases of the review that this person may read, the last made first."""
    rows = _known(BusinessCase.objects.visible_to(user), as_at).filter(review=review)
    cases = list(rows.order_by("-made_on", "-pk"))
    complete = completeness_of(review, cases, as_at=as_at)
    sections = sections_of(cases, as_at=as_at) if cases else {}
    return [
        CaseLine(
            case=case,
            url=case_url(case),
            sections=sections[case.pk],
            completeness=complete[case.pk],
        )
        for case in cases
    ]


def cases_table(lines: Sequence[CaseLine]) -> Table:
    """The list of business cases as a table."""
    return Table(
        "business-cases",
        "Business cases",
        (
            Column("Business case"),
            Column("Kind"),
            Column("Complete"),
            Column("Cleared"),
            Column("Classification"),
            Column("Started", "date"),
        ),
        tuple(
            (
                Cell(line.case.title, url=line.url, hint=line.case.code),
                line.case.get_kind_display(),
                Cell(
                    f"{line.completeness.percent} %",
                    hint=f"{line.completeness.met} of {line.completeness.asked} checks met",
                ),
                f"{line.cleared} of {len(FiveCase)} cases",
                line.case.get_classification_display(),
                line.case.made_on,
            )
            for line in lines
        ),
        empty="No business case of this review is recorded.",
    )


def startable_kinds(review: Review, *, user: User, as_at: date | None) -> list[BusinessCaseKind]:
    """The kinds of which this person may start one now."""
    if as_at is not None or not permissions.can_edit(user, review):
        return []
    rows = BusinessCase.objects.filter(review=review).order_by("kind", "number")
    last = {row.kind: row for row in rows}
    return [kind for kind in BusinessCaseKind if _may_start(review, kind, last.get(kind))]


def _may_start(review: Review, kind: BusinessCaseKind, last: BusinessCase | None) -> bool:
    try:
        rules.check_can_start(review, kind, last)
    except BusinessCaseRefused:
        return False
    return True


def case_page(case: BusinessCase, *, as_at: date | None, user: User) -> CasePage:
    """Everything on the page of a business case, as at a date.

    The same number of queries however long its lists are.
    """
    review = case.review
    sections = sections_of([case], as_at=as_at)[case.pk]
    may_edit = as_at is None and permissions.can_edit(user, review)
    return CasePage(
        case=case,
        tasks=tuple(_task(case, section) for section in sections),
        completeness=completeness_of(review, [case], as_at=as_at)[case.pk],
        versions=tuple(version_lines(case, as_at=as_at)),
        tables=(
            options_argued_for(case, as_at=as_at),
            milestones_table(review, as_at=as_at),
            risks_table(review, as_at=as_at),
            benefits_table(review, as_at=as_at),
        ),
        figures=tuple(money_figures(review, as_at=as_at, user=user)),
        moves=CaseMoves(
            edit=may_edit and review.state == ReviewState.ACTIVE,
            keep=may_edit,
            document=as_at is None and permissions.can_print_case(user, review),
        ),
    )


def section_page(section: BusinessCaseSection, *, as_at: date | None, user: User) -> SectionPage:
    """One of the five cases, as at a date, and what this person may do with it now."""
    case = section.case
    facts = {fact.kind: fact for fact in sections_of([case], as_at=as_at)[case.pk]}
    return SectionPage(
        section=section,
        fact=facts[FiveCase(section.kind)],
        clears=permissions.who_does(rules.CLEARED_BY[FiveCase(section.kind)]),
        moves=SectionMoves() if as_at else _section_moves(section, user),
    )


def section_of(case: BusinessCase, kind: str) -> BusinessCaseSection | None:
    """The case of this kind, "strategic" and so on."""
    section = (
        case.sections.filter(kind=kind.upper())
        .select_related("owner", "edited_by", "decided_by")
        .first()
    )
    if section is not None:
        section.case = case
    return section


def case_url(case: BusinessCase) -> str:
    return reverse("reviews:business-case-detail", args=[case.code])


def options_argued_for(case: BusinessCase, *, as_at: date | None) -> Table:
    """The options the business case argues for, as they stood on a day."""
    options: Any = Option.objects.with_state(as_at)
    rows = options.filter(business_cases=case).order_by("order")
    return Table(
        "options",
        "Options it argues for",
        (Column("Option"), Column("State"), Column("Reason")),
        tuple(
            (
                Cell(option.title, url=reverse("reviews:review-options", args=[case.review.code])),
                Cell(
                    OptionStateKind(option.state).label if option.state else "No state recorded",
                    tag_colour=OPTION_COLOURS.get(OptionStateKind(option.state), "grey")
                    if option.state
                    else "grey",
                ),
                option.reason or "not stated",
            )
            for option in rows
        ),
        empty="It names no option yet.",
    )


def risks_table(review: Review, *, as_at: date | None) -> Table:
    """The risks of the review with owner and cost."""
    rows = risks(as_at=as_at, activity=review.code).select_related("owner")
    return Table(
        "risks",
        "Risks",
        (Column("Risk"), Column("Owner"), Column("Cost if it happens", "money", "£")),
        tuple(
            (
                Cell(risk.title, url=reverse("programme:risk-detail", args=[risk.code])),
                str(risk.owner or "") or risk.printed_owner or "no owner",
                risk.cost_gbp,
            )
            for risk in rows
        ),
        empty="No risk is recorded for this review.",
    )


def benefits_table(review: Review, *, as_at: date | None) -> Table:
    """The benefits of the review, other than savings, with baseline and target."""
    known = known_by(Benefit.objects.filter(activity=review.pk), as_at)
    rows = known.select_related("owner").order_by("code")
    return Table(
        "benefits",
        "Benefits",
        (Column("Benefit"), Column("Baseline"), Column("Target"), Column("Owner")),
        tuple(
            (
                benefit.title,
                _measured(benefit.baseline_value, benefit.unit, benefit.baseline_on),
                _measured(benefit.target_value, benefit.unit, benefit.target_on),
                str(benefit.owner or "no owner"),
            )
            for benefit in rows
        ),
        empty="No benefit is recorded for this review.",
    )


def money_figures(review: Review, *, as_at: date | None, user: User | None) -> list[Figure]:
    """Savings by kind and cost to achieve, each with where it comes from; unknown ones left out.

    Finance stands to the right of reviews, so its figures are read by their keys.
    """
    asked = money_params(review)
    stated = list(
        StatedFigure.objects.filter(figure_key__in={key for key, _ in asked})
        .known_by(as_at)
        .select_related("source")
    )
    found = [evaluate(key, params, as_at=as_at, user=user, stated=stated) for key, params in asked]
    return [
        shown(figure, meaning=_meaning(figure.title, figure.params))
        for figure in found
        if figure.value is not None
    ]


def money_params(review: Review) -> list[tuple[str, dict[str, str]]]:
    """The figures that say what the review saves and costs, with their parameters."""
    asked = [
        ("finance.activity_savings", {"activity": review.code, "cashability": kind})
        for kind in _cashabilities()
    ]
    return [*asked, ("finance.cost_to_achieve", {"activity": review.code})]


def _cashabilities() -> Sequence[str]:
    offered = definition("finance.activity_savings").parameters
    return next(parameter.choices for parameter in offered if parameter.name == "cashability")


def _meaning(title: str, params: dict[str, str]) -> str:
    kind = params.get("cashability", "")
    words = {"not_stated": "kind not stated", "non_cashable": "non-cashable"}
    return f"{title}: {words.get(kind, kind.replace('_', ' '))}" if kind else title


def _measured(value: Any, unit: str, on: date | None) -> str:
    if value is None:
        return "not known"
    when = f" on {long_date(on)}" if on else ""
    amount = f"{value:,f}".rstrip("0").rstrip(".")
    return f"{amount} {unit}{when}".replace("  ", " ")


def _known(rows: Any, as_at: date | None) -> Any:
    return rows if as_at is None else rows.filter(made_on__lte=as_at)


def _task(case: BusinessCase, section: SectionFact) -> Task:
    written = "" if section.is_written else ", not written"
    return Task(
        section.kind.label,
        section.state.label,
        url=section_url(case, section.kind),
        hint=f"{f'Owner: {section.owner}' if section.owner else NOBODY}{written}",
        colour=SECTION_COLOURS[section.state],
    )


def _section_moves(section: BusinessCaseSection, user: User) -> SectionMoves:
    review = section.case.review
    if review.state != ReviewState.ACTIVE:
        return SectionMoves()
    may_write = permissions.can_write_section(user, section)
    send_not, decides_not = "", ""
    if may_write:
        try:
            rules.check_can_be_sent(section)
        except BusinessCaseRefused as refusal:
            send_not = str(refusal) if section.state == SectionState.DRAFT else ""
    in_clearance = section.state == SectionState.IN_CLEARANCE
    decides = in_clearance and permissions.can_clear_section(user, section)
    if in_clearance and not decides:
        try:
            permissions.check_can_clear_section(user, section)
        except NotPermitted as refusal:
            decides_not = str(refusal)
    return SectionMoves(
        write=may_write,
        name_owner=permissions.can_edit(user, review),
        send=may_write and section.state == SectionState.DRAFT and not send_not,
        decide=decides,
        send_not=send_not,
        decides_not=decides_not,
    )
