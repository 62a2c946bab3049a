"""The filters of the list of reviews, read from the address and told in words."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from ftc.periods import long_date
from reviews import queries
from reviews.enums import ReviewState
from reviews.queries import FilterChoices

DEFAULT_SORT = "code"
TABLE, BOARD, TIMELINE = "table", "board", "timeline"
VIEWS = {TABLE: "Table", BOARD: "Board", TIMELINE: "Timeline"}
UNCHANGED = ("sort", "view")  # neither narrows what is found
MINE = "me"


class ReviewFilterForm(forms.Form):
    """Every filter is optional and need not say so."""

    marks_optional = False


def _choice(label: str, unknown: str, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        empty_label="All",
        choices=(),
        error_messages={"invalid_choice": unknown + " Choose one from the list."},
        **kwargs,
    )


class ReviewFilter(django_filters.FilterSet):
    """Reviews by phase, stage, status, directorate, delivery model, portfolio, lead and words.

    A value that is not understood finds nothing and says so, because a total over other reviews
    than those asked for would mislead.
    """

    q = django_filters.CharFilter(label="Words in title, code or services", method="by_words")
    phase = _choice("Phase", "There is no phase “%(value)s”.", field_name="phase_number")
    stage = _choice("Stage", "There is no stage “%(value)s”.", method="by_stage")
    methodology = _choice(
        "Methodology", "There is no version “%(value)s”.", method="by_methodology"
    )
    status = _choice("Status", "There is no status “%(value)s”.", field_name="state_then")
    directorate = _choice(
        "Directorate", "There is no directorate “%(value)s”.", method="by_directorate"
    )
    delivery_model = _choice(
        "Preferred delivery model",
        "There is no delivery model “%(value)s”.",
        method="by_delivery_model",
    )
    portfolio = _choice(
        "Portfolio", "There is no portfolio “%(value)s”.", field_name="portfolio__code"
    )
    lead = _choice("Lead", "Nobody called “%(value)s” leads a review.", method="by_lead")
    changed_since = django_filters.DateFilter(
        label="Changed since",
        method="by_change",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the date as year-month-day, such as 2014-03-27."},
    )
    sort = django_filters.ChoiceFilter(
        choices=[(sign + name, name) for name in queries.SORTS for sign in ("", "-")],
        method="unchanged",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Reviews cannot be sorted by “%(value)s”."},
    )

    view = django_filters.ChoiceFilter(
        choices=list(VIEWS.items()),
        method="unchanged",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Reviews cannot be shown as “%(value)s”."},
    )

    class Meta:
        form = ReviewFilterForm

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: QuerySet[Any],
        choices: FilterChoices,
        as_at: date | None = None,
        username: str = "",
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.as_at = as_at
        self.username = username
        self.is_asked = any(data.get(name) for name in self.filters)
        offered = {
            "phase": choices.phases,
            "stage": choices.stages,
            "methodology": choices.methodologies,
            "status": choices.states,
            "directorate": choices.directorates,
            "delivery_model": choices.delivery_models,
            "portfolio": choices.portfolios,
            "lead": ((MINE, "Me"), *choices.leads),
        }
        for name, values in offered.items():
            self.filters[name].extra["choices"] = values
        if not choices.has_versions:
            self.filters["methodology"].extra["widget"] = forms.HiddenInput

    @property
    def qs(self) -> Any:
        """The reviews asked for; none of them when something was not understood.

        A merged review is in the list as the one it went into, unless that status is asked for.
        """
        if self.is_asked and not self.form.is_valid():
            return self.queryset.none()
        found = self.queryset.all()
        if self.is_asked:
            found = self.filter_queryset(found)
        if self._cleaned.get("status"):
            return found
        return found.exclude(state_then=ReviewState.MERGED)

    @property
    def sorted_by(self) -> str:
        """The column sorted by, with "-" before it downwards."""
        return self._cleaned.get("sort") or DEFAULT_SORT

    @property
    def shown_as(self) -> str:
        """How the reviews are shown: as a table unless a view that exists was asked for."""
        return self._cleaned.get("view") or TABLE

    @property
    def problems(self) -> list[str]:
        """What was not understood, a sentence each."""
        if not self.is_asked:
            return []
        return [message for messages in self.form.errors.values() for message in messages]

    @property
    def chosen(self) -> list[str]:
        """What is filtered by, in words: "Phase: Phase 1"."""
        words = []
        for name, value in self._cleaned.items():
            if value in ("", None) or name in UNCHANGED:
                continue
            offered = dict(self.filters[name].extra.get("choices", ()))
            said = long_date(value) if isinstance(value, date) else offered.get(value, value)
            words.append(f"{self.filters[name].label}: {said}")
        return words

    @property
    def _cleaned(self) -> dict[str, Any]:
        if self.is_asked and self.form.is_valid():
            return self.form.cleaned_data
        return {}

    def by_words(self, found: Any, name: str, value: str) -> Any:
        return queries.mentioning(found, value, self.as_at)

    def by_stage(self, found: Any, name: str, value: str) -> Any:
        return queries.at_stage(found, value)

    def by_methodology(self, found: Any, name: str, value: str) -> Any:
        phase, version = value.split("-")
        return queries.following_version(found, int(phase), int(version))

    def by_directorate(self, found: Any, name: str, value: str) -> Any:
        return queries.covering_directorate(found, value, self.as_at)

    def by_delivery_model(self, found: Any, name: str, value: str) -> Any:
        return queries.preferring(found, value, self.as_at)

    def by_lead(self, found: Any, name: str, value: str) -> Any:
        username = self.username if value == MINE else value
        return queries.led_by(found, username, self.as_at)

    def by_change(self, found: Any, name: str, value: date) -> Any:
        return queries.changed_since(found, value, self.as_at)

    def unchanged(self, found: Any, name: str, value: str) -> Any:
        """The order and the view are chosen when the reviews are read."""
        return found
