"""How complete a business case is: a table of checks, each answered from the records.

Nothing here is typed by anybody. Sources: HM Treasury, Green Book, five cases; County Council,
15 May 2014, item 12, paragraphs 2.5 and 6.1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from ftc.programme.breaks import (
    Break,
    benefits_without_baseline,
    milestones_without_owner,
    risks_without_owner_or_cost,
)
from ftc.programme.models import Benefit, Risk
from ftc.programme.queries import MilestoneLine, known_by, milestone_lines, milestones
from ftc.records.figures import evaluate
from reviews.enums import (
    AppraisalState,
    BusinessCaseKind,
    FiveCase,
    OptionStateKind,
    SectionState,
)
from reviews.models import (
    Appraisal,
    BusinessCase,
    BusinessCaseVersion,
    KeyDecisionTest,
    Option,
    Review,
)
from reviews.queries.appraisal import Result, read_result

GREEN_BOOK = "HM Treasury, Green Book: the five cases"
PREFERRED = "County Council, 15 May 2014, item 12, paragraph 2.5"
DUE_DILIGENCE = "County Council, 15 May 2014, item 12, paragraph 6.1"
KEY_DECISION = "County Council, 15 May 2014, item 12, paragraph 6.5"
OUTLINE, FULL = BusinessCaseKind.OUTLINE, BusinessCaseKind.FULL
BOTH = (OUTLINE, FULL)
NAMED = 3  # of what is lacking, as many are named


@dataclass(frozen=True)
class SectionFact:
    """One of the five cases as it stood: whether it is written, who owns it, and its state."""

    kind: FiveCase
    text: str
    owner: str
    state: SectionState

    @property
    def is_written(self) -> bool:
        return bool(self.text.strip())

    @property
    def is_cleared(self) -> bool:
        return self.state == SectionState.CLEARED


@dataclass(frozen=True)
class ReviewFacts:
    """What the records of a review say that its business cases are judged by."""

    review: str
    preferred: tuple[str, ...]
    result: Result | None
    milestones: tuple[MilestoneLine, ...]
    milestone_breaks: tuple[Break, ...]
    risks: int
    risk_breaks: tuple[Break, ...]
    benefits: int
    benefit_breaks: tuple[Break, ...]
    savings_without_plan: Decimal | None
    savings_lacking: tuple[str, ...]
    fees_gbp: Decimal | None
    key_decision: str


@dataclass(frozen=True)
class CaseFacts:
    """A business case with its five cases as they stood, and what the review's records say."""

    case: BusinessCase
    sections: tuple[SectionFact, ...]
    review: ReviewFacts


@dataclass(frozen=True)
class Answer:
    """What a check found: whether it is met, the sentence, and where it is mended."""

    is_met: bool
    sentence: str
    url: str


@dataclass(frozen=True)
class Check:
    """One thing asked of business cases of some kinds, and by what."""

    code: str
    title: str
    kinds: tuple[BusinessCaseKind, ...]
    source: str
    judge: Callable[[CaseFacts], Answer]


@dataclass(frozen=True)
class Answered:
    """A check with its answer."""

    check: Check
    answer: Answer


@dataclass(frozen=True)
class Completeness:
    """The checks asked of a business case, in their order, each with its answer."""

    answers: tuple[Answered, ...]

    @property
    def met(self) -> int:
        return sum(answered.answer.is_met for answered in self.answers)

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def percent(self) -> Decimal:
        """Whole percent, rounded down: 100 is said of nothing but all."""
        return Decimal(self.met * 100 // self.asked)

    @property
    def words(self) -> str:
        return f"{self.percent} % complete: {self.met} of {self.asked} checks met"


def section_url(case: BusinessCase, kind: FiveCase) -> str:
    return reverse("reviews:business-case-section", args=[case.code, kind.value.lower()])


def _five(
    facts: CaseFacts, lacking: Sequence[SectionFact], met: str, said: str, ending: str = ""
) -> Answer:
    """An answer about each of the five; ``said`` follows the names of those that lack it."""
    if not lacking:
        return Answer(True, met, section_url(facts.case, FiveCase.STRATEGIC))
    names = [section.kind.label for section in lacking]
    sentence = f"{said} {_listed(names)}{ending}."
    return Answer(False, sentence, section_url(facts.case, lacking[0].kind))


def _written(facts: CaseFacts) -> Answer:
    lacking = [section for section in facts.sections if not section.is_written]
    return _five(facts, lacking, "All five cases are written.", "Not written:")


def _owned(facts: CaseFacts) -> Answer:
    lacking = [section for section in facts.sections if not section.owner]
    return _five(facts, lacking, "Each of the five cases has an owner.", "Without an owner:")


def _cleared(facts: CaseFacts) -> Answer:
    lacking = [section for section in facts.sections if not section.is_cleared]
    return _five(facts, lacking, "All five cases are cleared.", "Not cleared:")


def _preferred(facts: CaseFacts) -> Answer:
    url = reverse("reviews:review-options", args=[facts.review.review])
    if not facts.review.preferred:
        return Answer(False, "No option of the review is preferred.", url)
    return Answer(True, f"Preferred: {_listed(facts.review.preferred)}.", url)


def _do_nothing(facts: CaseFacts) -> Answer:
    url = _appraisals_url(facts)
    result = facts.review.result
    if result is None:
        return Answer(False, "No appraisal of the options has been agreed.", url)
    if not any(line.option.is_do_nothing for line in result.lines):
        return Answer(False, "The agreed appraisal does not appraise doing nothing.", url)
    return Answer(True, "Doing nothing is appraised beside the other options.", url)


def _present_value(facts: CaseFacts) -> Answer:
    url = _appraisals_url(facts)
    result = facts.review.result
    if result is None:
        return Answer(False, "No appraisal of the options has been agreed.", url)
    lacking = [each.option.title for each in result.lines if each.worth.net_present_gbp is None]
    if lacking:
        return Answer(False, f"Without a net present value: {_listed(lacking)}.", url)
    return Answer(
        True, f"Each of the {len(result.lines)} options appraised has a net present value.", url
    )


def _milestones(facts: CaseFacts) -> Answer:
    url = f"{_review_url(facts)}#milestones"
    lines = facts.review.milestones
    if not lines:
        return Answer(False, "The review has no milestones.", url)
    undated = [line.milestone.title for line in lines if not _is_dated(line)]
    broken = facts.review.milestone_breaks
    if broken:
        said = f"Without an owner: {len(broken)} of {len(lines)} milestones."
        if undated:
            said += f" Without a date: {_listed(undated)}."
        return Answer(False, said, broken[0].url)
    if undated:
        return Answer(False, f"Milestones without a date: {_listed(undated)}.", url)
    return Answer(True, f"Each of the {len(lines)} milestones has a date and an owner.", url)


def _risks(facts: CaseFacts) -> Answer:
    url = reverse("reviews:review-risks", args=[facts.review.review])
    return _without_breaks(
        facts.review.risks, facts.review.risk_breaks, url, "risk", "an owner and a cost"
    )


def _benefits(facts: CaseFacts) -> Answer:
    url = reverse("programme:benefit-add", args=[facts.review.review])
    return _without_breaks(
        facts.review.benefits, facts.review.benefit_breaks, url, "benefit", "a baseline"
    )


def _without_breaks(count: int, broken: Sequence[Break], url: str, what: str, has: str) -> Answer:
    if not count:
        return Answer(False, f"No {what} of the review is recorded.", url)
    if broken:
        named = " ".join(found.what for found in broken[:NAMED])
        more = len(broken) - NAMED
        said = f"{named} And {more} more." if more > 0 else named
        return Answer(False, said, broken[0].url)
    return Answer(True, f"Each {what} has {has} ({count} recorded).", url)


def _savings(facts: CaseFacts) -> Answer:
    url = reverse("finance:mtfp")
    lacking = facts.review.savings_without_plan
    if lacking is None:
        return Answer(False, "No saving of the review is recorded.", url)
    if lacking:
        return Answer(
            False, f"Savings without a plan: {_listed(facts.review.savings_lacking)}.", url
        )
    return Answer(True, "Every saving of the review has a plan.", url)


def _cost(facts: CaseFacts) -> Answer:
    """Stated in the agreed appraisal for every year of what is preferred, or as an agreed fee."""
    url = _appraisals_url(facts)
    result = facts.review.result
    lines = (
        []
        if result is None
        else [line for line in result.lines if line.state == OptionStateKind.PREFERRED]
    )
    if lines and all(cost is not None for line in lines for cost in line.worth.costs):
        return Answer(True, "The appraisal states what the preferred option costs each year.", url)
    if facts.review.fees_gbp is not None:
        return Answer(True, "Fees are agreed for the savings of the review.", url)
    return Answer(
        False, "Neither the appraisal nor an agreed fee states what the change costs.", url
    )


def _key_decision(facts: CaseFacts) -> Answer:
    url = reverse("reviews:key-decision", args=[facts.review.review])
    said = facts.review.key_decision
    if not said:
        return Answer(False, "Nobody has said whether a Key Decision is needed.", url)
    return Answer(True, f"{said}.", url)


# The table: what is asked, of which kind of business case, and by what.
CHECKS = (
    Check("written", "The five cases are written", BOTH, GREEN_BOOK, _written),
    Check("owned", "The five cases have owners", BOTH, GREEN_BOOK, _owned),
    Check("cleared", "The five cases are cleared", BOTH, GREEN_BOOK, _cleared),
    Check("preferred", "An option is preferred", BOTH, PREFERRED, _preferred),
    Check("do-nothing", "Doing nothing is appraised", BOTH, GREEN_BOOK, _do_nothing),
    Check("present-value", "Options have a net present value", BOTH, GREEN_BOOK, _present_value),
    Check("milestones", "Milestones have dates and owners", BOTH, PREFERRED, _milestones),
    Check("risks", "Risks have owners and costs", BOTH, DUE_DILIGENCE, _risks),
    Check("benefits", "Benefits have baselines", BOTH, DUE_DILIGENCE, _benefits),
    Check("savings", "Savings have plans", BOTH, DUE_DILIGENCE, _savings),
    Check("cost", "The cost to achieve is stated", (FULL,), DUE_DILIGENCE, _cost),
    Check("key-decision", "A Key Decision is considered", (FULL,), KEY_DECISION, _key_decision),
)


def judge(facts: CaseFacts) -> Completeness:
    """The checks asked of the kind, answered."""
    asked = [check for check in CHECKS if facts.case.kind in check.kinds]
    return Completeness(tuple(Answered(check, check.judge(facts)) for check in asked))


def completeness_of(
    review: Review, cases: Sequence[BusinessCase], *, as_at: date | None
) -> dict[int, Completeness]:
    """How complete each business case of the review is, by its key.

    The same number of queries however many they are; none where there are none.
    """
    if not cases:
        return {}
    facts = read_review(review, as_at=as_at)
    sections = sections_of(cases, as_at=as_at)
    return {case.pk: judge(CaseFacts(case, sections[case.pk], facts)) for case in cases}


def sections_of(
    cases: Sequence[BusinessCase], *, as_at: date | None
) -> dict[int, tuple[SectionFact, ...]]:
    """The five cases of each as they stand; on a past day as the last version kept by then.

    Where none was kept by then they are empty drafts: what was not kept is not known.
    """
    found: dict[int, dict[str, SectionFact]] = {case.pk: {} for case in cases}
    if as_at is None:
        rows: Any = BusinessCase.objects.filter(pk__in=found, sections__isnull=False).values_list(
            "pk", "sections__kind", "sections__text", "sections__owner__name",
            "sections__owner__username", "sections__state",
        )  # fmt: skip
        for key, kind, text, name, username, state in rows:
            found[key][kind] = _fact(kind, text, name or username or "", state)
    else:
        versions = BusinessCaseVersion.objects.filter(case__in=found).as_at(as_at)
        last = {version.case_id: version for version in versions.order_by("number")}
        by_version = {version.pk: key for key, version in last.items()}
        kept: Any = BusinessCaseVersion.objects.filter(pk__in=by_version).values_list(
            "pk", "texts__kind", "texts__text", "texts__owner_name", "texts__state"
        )
        for key, kind, text, name, state in kept:
            found[by_version[key]][kind] = _fact(kind, text, name, state)
    return {
        key: tuple(five.get(kind, _fact(kind, "", "", SectionState.DRAFT)) for kind in FiveCase)
        for key, five in found.items()
    }


def _fact(kind: str, text: str, owner: str, state: str) -> SectionFact:
    return SectionFact(FiveCase(kind), text, owner, SectionState(state))


def read_review(review: Review, *, as_at: date | None) -> ReviewFacts:
    """Everything the checks ask of the records of a review.

    It says of an appraisal no more than whether it holds something, whoever may read it.
    """
    options: Any = Option.objects.filter(review=review)
    preferred = options.in_state(OptionStateKind.PREFERRED, as_at=as_at).order_by("order")
    keys = [review.pk]
    lines = milestone_lines(milestones(as_at=as_at, activity=review.code), as_at)
    savings = _figure("finance.savings_without_plan", review, as_at)
    tests = KeyDecisionTest.objects.filter(review=review).as_at(as_at).latest_first()
    test = tests.first()
    return ReviewFacts(
        review=review.code,
        preferred=tuple(option.title for option in preferred),
        result=_agreed_result(review, as_at),
        milestones=tuple(lines),
        milestone_breaks=tuple(milestones_without_owner(keys, as_at)),
        risks=known_by(Risk.objects.filter(activity=review.pk), as_at).count(),
        risk_breaks=tuple(risks_without_owner_or_cost(keys, as_at)),
        benefits=known_by(Benefit.objects.filter(activity=review.pk), as_at).count(),
        benefit_breaks=tuple(benefits_without_baseline(keys, as_at)),
        savings_without_plan=savings.value,
        savings_lacking=tuple(line.label for line in savings.lineage),
        fees_gbp=_figure("finance.cost_to_achieve", review, as_at).value,
        key_decision=str(test) if test else "",
    )


def _agreed_result(review: Review, as_at: date | None) -> Result | None:
    rows = Appraisal.objects.filter(review=review, state=AppraisalState.AGREED)
    if as_at is not None:
        rows = rows.filter(agreed_on__lte=as_at)
    last = rows.order_by("-agreed_on", "-number").first()
    return read_result(last, as_at=as_at) if last else None


def _figure(key: str, review: Review, as_at: date | None, **params: str) -> Any:
    """A figure of finance, which stands to the right: read by its key, with nothing printed."""
    wanted: Mapping[str, str] = {"activity": review.code, **params}
    return evaluate(key, wanted, as_at=as_at, stated=())


def _is_dated(line: MilestoneLine) -> bool:
    return any((line.planned, line.expected, line.achieved))


def _appraisals_url(facts: CaseFacts) -> str:
    return f"{reverse('reviews:review-options', args=[facts.review.review])}#appraisals"


def _review_url(facts: CaseFacts) -> str:
    return reverse("reviews:review-detail", args=[facts.review.review])


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence; beyond a few, how many more."""
    if len(names) <= NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[:NAMED])} and {len(names) - NAMED} more"
