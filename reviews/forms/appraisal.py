"""What people type to appraise options: the set-up, the weights, and three grids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseFormSet, BoundField, formset_factory

from ftc.organisation.models import User
from ftc.periods import FinancialYear
from ftc.records.enums import Classification
from ftc.ui import fields
from reviews.calculations.appraisal import HIGHEST_SCORE, LOWEST_SCORE
from reviews.errors import AppraisalRefused
from reviews.forms.base import (
    CLASSIFICATIONS,
    EXEMPT_PARAGRAPHS,
    REASON_LENGTH,
    BackdatedForm,
    VersionedForm,
)
from reviews.models import Option
from reviews.policies import appraisal as rules

MOST_CRITERIA = 12
NARROW = {"class": "govuk-input--width-3", "autocomplete": "off"}
Place = rules.Place


class YearField(forms.CharField):
    """A financial year as printed, 2014/15; cleans to a FinancialYear."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return FinancialYear.parse(typed.strip())
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return str(value) if value is not None else value


class AppraisalForm(VersionedForm):
    """What an appraisal is about: which options, who scores, over which years."""

    title = forms.CharField(label="Title", max_length=160)
    options = forms.ModelMultipleChoiceField(
        label="Which options are compared with doing nothing?",
        queryset=Option.objects.none(),
        to_field_name="code",
        widget=fields.CheckboxSelectMultiple(small=True),
        help_text="Doing nothing is always one of them and need not be chosen",
        error_messages={"required": "Choose at least one option"},
    )
    assessors = forms.ModelMultipleChoiceField(
        label="Who scores?",
        queryset=User.objects.none(),
        to_field_name="username",
        widget=fields.CheckboxSelectMultiple(small=True),
        help_text="Nobody sees another's scores until every one of them has handed theirs in",
        error_messages={"required": "Name at least one assessor"},
    )
    first_year = YearField(
        label="First financial year",
        max_length=7,
        help_text="Like 2014/15. It is the one that is not discounted.",
    )
    years = forms.IntegerField(
        label="How many financial years?", min_value=1, max_value=rules.MOST_YEARS,
        widget=forms.TextInput(NARROW | {"inputmode": "numeric"}),
    )  # fmt: skip
    discount_rate = forms.DecimalField(
        label="Discount rate",
        min_value=0,
        max_value=20,
        max_digits=5,
        decimal_places=2,
        widget=fields.PercentInput,
        help_text="A year, in real terms. The Green Book's is 3.5%.",
    )
    classification = forms.ChoiceField(
        label="Who may read it?",
        choices=CLASSIFICATIONS,
        initial=Classification.INTERNAL,
        widget=fields.RadioSelect(
            small=True,
            hints={
                Classification.INTERNAL: "Everybody who signs in",
                Classification.PUBLIC: "Anybody, once it is published",
                Classification.EXEMPT: "Only those whose role reads exempt material; costs may be "
                "commercially sensitive",
            },
        ),
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=[("", "Not exempt"), *EXEMPT_PARAGRAPHS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Only for an exempt appraisal",
    )
    exempt_reason = forms.CharField(
        label="Why the public interest is in the exemption",
        required=False,
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 3}),
        help_text="Only for an exempt appraisal",
    )
    made_because = forms.CharField(
        label="Why are the options appraised again?",
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        offered: "QuerySet[Option]",
        people: "QuerySet[User]",
        is_further: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        options: Any = self.fields["options"]
        options.queryset = offered
        assessors: Any = self.fields["assessors"]
        assessors.queryset = people
        assessors.label_from_instance = lambda user: f"{user} ({user.role_names})"
        if not is_further:
            del self.fields["made_because"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_exempt = cleaned.get("classification") == Classification.EXEMPT
        if is_exempt and not cleaned.get("exempt_paragraph"):
            self.add_error("exempt_paragraph", "Select the paragraph of Schedule 12A.")
        if is_exempt and not cleaned.get("exempt_reason"):
            self.add_error("exempt_reason", "Say why it is in the public interest.")
        if not is_exempt and (cleaned.get("exempt_paragraph") or cleaned.get("exempt_reason")):
            self.add_error(
                "exempt_paragraph", "Only an exempt appraisal has a paragraph of Schedule 12A."
            )
        return cleaned


class CriterionForm(forms.Form):
    """One criterion with its weight; a line left empty is none."""

    title = forms.CharField(label="Criterion", max_length=120, required=False)
    description = forms.CharField(label="What a high score means", max_length=500, required=False)
    weight = forms.DecimalField(
        label="Weight", required=False, max_digits=5, decimal_places=2,
        min_value=Decimal("0.01"), max_value=100, widget=fields.PercentInput,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "weight" in self.errors or "title" in self.errors:
            return cleaned
        named = (cleaned.get("title") or "").strip()
        if named and cleaned.get("weight") is None:
            self.add_error("weight", f"Enter the weight of “{named}”")
        if not named and (cleaned.get("weight") is not None or cleaned.get("description")):
            self.add_error("title", "Enter the name of the criterion")
        return cleaned


class BaseCriteriaFormSet(BaseFormSet):
    """The criteria of an appraisal; their weights sum to 100."""

    @property
    def plans(self) -> list[rules.CriterionPlan]:
        """The lines that say something, in their order."""
        return [
            rules.CriterionPlan(
                title=form.cleaned_data["title"].strip(),
                weight=form.cleaned_data["weight"],
                description=form.cleaned_data["description"].strip(),
            )
            for form in self.forms
            if (form.cleaned_data.get("title") or "").strip()
        ]

    def clean(self) -> None:
        if any(self.errors):
            return
        try:
            rules.check_criteria(self.plans)
        except AppraisalRefused as refusal:
            raise ValidationError(str(refusal)) from None


CriteriaFormSet = formset_factory(
    CriterionForm,
    formset=BaseCriteriaFormSet,
    extra=0,
    max_num=MOST_CRITERIA,
    absolute_max=MOST_CRITERIA,
)


@dataclass(frozen=True)
class GridRow:
    """A row of an entry grid: what it is for and its boxes, each under its column."""

    head: str
    boxes: tuple[BoundField, ...]
    hint: str = ""


class GridForm(forms.Form):
    """Boxes in rows and columns, named by the keys of both."""

    marks_optional = False

    def box(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field


class ScoresForm(GridForm):
    """An assessor's scores: options down, criteria across."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[tuple[int, str]],
        options: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.options = options
        for option, named in options:
            for criterion, asked in criteria:
                field = forms.IntegerField(
                    label=f"{named}: {asked}",
                    required=False,
                    min_value=LOWEST_SCORE,
                    max_value=HIGHEST_SCORE,
                    widget=forms.TextInput(NARROW | {"inputmode": "numeric"}),
                    error_messages=_out_of_range(named, asked),
                )
                self.box(_name(criterion, option), field)

    @property
    def rows(self) -> Iterator[GridRow]:
        for option, named in self.options:
            boxes = tuple(self[_name(criterion, option)] for criterion, _ in self.criteria)
            yield GridRow(named, boxes)

    @property
    def scores(self) -> dict[Place, int | None]:
        """What was typed, by criterion and option; None for an empty box."""
        return {
            (criterion, option): self.cleaned_data[_name(criterion, option)]
            for option, _ in self.options
            for criterion, _ in self.criteria
        }

    @staticmethod
    def initial_of(scores: Mapping[Place, int]) -> dict[str, int]:
        return {_name(*place): score for place, score in scores.items()}


class ModerationForm(GridForm, VersionedForm):
    """The moderated scores: a score and a reason for each option on each criterion."""

    def __init__(
        self,
        *args: Any,
        named: Mapping[Place, str],
        means: Mapping[Place, Decimal],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = tuple(named)
        self.named = named
        self.means = means
        for place, name in named.items():
            self.box(
                _name(*place),
                forms.DecimalField(
                    label=f"{name}: moderated score",
                    min_value=LOWEST_SCORE,
                    max_value=HIGHEST_SCORE,
                    max_digits=4,
                    decimal_places=2,
                    widget=forms.TextInput(NARROW | {"inputmode": "decimal"}),
                    error_messages=_out_of_range(*name.split(": ", 1)),
                ),
            )
            self.box(
                _reason(*place),
                forms.CharField(
                    label=f"{name}: reason", required=False, max_length=500,
                    widget=forms.TextInput,
                ),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in self.places:
            score, mean = cleaned.get(_name(*place)), self.means[place]
            if score is None or score == mean or (cleaned.get(_reason(*place)) or "").strip():
                continue
            self.add_error(
                _reason(*place),
                f"{self.named[place]}: say why it is {score.normalize():f} and not the mean, "
                f"{mean.normalize():f}",
            )
        return cleaned

    def boxes(self, place: Place) -> tuple[BoundField, BoundField]:
        return self[_name(*place)], self[_reason(*place)]

    @property
    def moderated(self) -> dict[Place, tuple[Decimal, str]]:
        """Score and reason by criterion and option."""
        return {
            place: (self.cleaned_data[_name(*place)], self.cleaned_data[_reason(*place)])
            for place in self.places
        }

    @staticmethod
    def initial_of(
        moderated: Mapping[Place, tuple[Decimal, str]], version: int
    ) -> dict[str, Decimal | str | int]:
        given: dict[str, Decimal | str | int] = {"version": version}
        for place, (score, reason) in moderated.items():
            given[_name(*place)] = score.normalize() + 0
            given[_reason(*place)] = reason
        return given


class CostsForm(GridForm, VersionedForm):
    """What options cost and bring: a grid for each, years down, cost and benefit across."""

    def __init__(
        self,
        *args: Any,
        options: Sequence[tuple[int, str]],
        years: Sequence[FinancialYear],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        self.years = years
        for option, named in options:
            for year in years:
                for part in ("cost", "benefit"):
                    self.box(
                        _amount(part, option, year.start),
                        fields.MoneyField(
                            label=f"{named}, {year}: {part}", required=False, min_value=0,
                            error_messages={
                                "min_value": f"{named}, {year}: enter zero or more. A saving is "
                                "a benefit, a loss is a cost."
                            },
                        ),
                    )  # fmt: skip

    @property
    def grids(self) -> Iterator[tuple[str, list[GridRow]]]:
        for option, named in self.options:
            yield (
                named,
                [
                    GridRow(
                        str(year),
                        (
                            self[_amount("cost", option, year.start)],
                            self[_amount("benefit", option, year.start)],
                        ),
                    )
                    for year in self.years
                ],
            )

    @property
    def amounts(self) -> dict[tuple[int, int], tuple[Decimal, Decimal] | None]:
        """Pounds by option and start of the year; None where both boxes are empty."""
        given: dict[tuple[int, int], tuple[Decimal, Decimal] | None] = {}
        for option, _ in self.options:
            for year in self.years:
                cost = self.cleaned_data[_amount("cost", option, year.start)]
                benefit = self.cleaned_data[_amount("benefit", option, year.start)]
                is_empty = cost is None and benefit is None
                given[option, year.start] = (
                    None if is_empty else (cost or Decimal(0), benefit or Decimal(0))
                )
        return given

    @staticmethod
    def initial_of(
        amounts: Mapping[tuple[int, int], tuple[Decimal, Decimal]], version: int
    ) -> dict[str, Decimal | int]:
        given: dict[str, Decimal | int] = {"version": version}
        for (option, year), (cost, benefit) in amounts.items():
            given[_amount("cost", option, year)] = cost
            given[_amount("benefit", option, year)] = benefit
        return given


class AgreeAppraisalForm(BackdatedForm, VersionedForm):
    """Agreeing what an appraisal gives."""

    field_order = ["version", "effective_on", "reason"]


class AbandonAppraisalForm(VersionedForm):
    """Giving an appraisal up."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 4}),
    )


def _name(criterion: int, option: int) -> str:
    return f"score-{criterion}-{option}"


def _reason(criterion: int, option: int) -> str:
    return f"reason-{criterion}-{option}"


def _amount(part: str, option: int, year: int) -> str:
    return f"{part}-{option}-{year}"


def _out_of_range(option: str, criterion: str) -> dict[str, str]:
    asked = f"{option}, {criterion}: enter a score from {LOWEST_SCORE} to {HIGHEST_SCORE}"
    return {"min_value": asked, "max_value": asked, "invalid": asked}
