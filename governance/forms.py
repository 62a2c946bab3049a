"""Forms of meetings: filters, a resolution, a withdrawal, a vote by name. They clean input only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from ftc.organisation.models import Person
from ftc.ui import fields
from governance.enums import RecommendationStatus, Regime, Verb, VoteChoice
from governance.queries.recording import Recording

Choices = Iterable[tuple[str, str]]


class MeetingFilterForm(forms.Form):
    """Filters of the meetings list."""

    body = forms.ChoiceField(label="Body", required=False)
    period = forms.ChoiceField(label="Period", required=False)

    def __init__(self, *args: Any, bodies: Choices, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "All bodies"), *bodies]  # type: ignore[attr-defined]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Any time"),
            ("upcoming", "Coming"),
            ("past", "Past"),
            *((str(year), str(year)) for year in years),
        ]


class MonthForm(forms.Form):
    """The month of the calendar, and a body."""

    month = forms.DateField(
        input_formats=["%Y-%m"],
        required=False,
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )
    body = forms.CharField(required=False)


class BodyFilterForm(forms.Form):
    """Filter of the bodies list."""

    regime = forms.ChoiceField(
        label="Meets under",
        choices=[("", "Any regime"), *Regime.choices],
        required=False,
    )


class RecommendationFilterForm(forms.Form):
    """Filters of the recommendations list."""

    report = forms.ChoiceField(label="Report", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any status"), *RecommendationStatus.choices],
        required=False,
    )
    body = forms.ChoiceField(label="Made to", required=False)

    def __init__(
        self, *args: Any, reports: Choices, themes: Iterable[str], bodies: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [("", "All reports"), *reports]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", "All themes"),
            *((theme, theme) for theme in themes),
        ]
        self.fields["body"].choices = [("", "All bodies"), *bodies]  # type: ignore[attr-defined]


class ActivityChoiceField(forms.ModelMultipleChoiceField):
    """Reviews by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.code})"


class RecommendationChoiceField(forms.ModelMultipleChoiceField):
    """Recommendations by number and words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"({obj.number}) {obj.verb.capitalize()}: {obj.summary}"


class AdviceForm(forms.Form):
    """What an informal body advised."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Business", max_length=300, help_text="What the meeting dealt with, in a few words"
    )
    verb = forms.ChoiceField(
        label="Outcome", choices=Verb.choices, widget=fields.RadioSelect(small=True, inline=True)
    )
    text = forms.CharField(
        label="Words of the outcome",
        required=False,
        max_length=4000,
        widget=fields.CountedTextarea(limit=4000),
    )
    activities = ActivityChoiceField(
        label="Reviews it covers", queryset=None, to_field_name="code", required=False
    )
    reason = forms.CharField(
        label="Why is it recorded now?",
        max_length=500,
        help_text="The meeting was before the working date",
    )

    def __init__(
        self, *args: Any, recording: Recording, has_item: bool, is_backdated: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"activities": recording.named} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        reviews = self.fields["activities"]
        assert isinstance(reviews, ActivityChoiceField)
        reviews.widget = fields.CheckboxSelectMultiple(hints=recording.standing, small=True)
        reviews.queryset = recording.reviews
        if has_item:
            del self.fields["title"]
        if not is_backdated:
            del self.fields["reason"]


class ResolutionForm(AdviceForm):
    """What a formal body resolved: the same, with mover, seconder and recommendations answered."""

    recommendations = RecommendationChoiceField(
        label="Recommendations it answers",
        queryset=None,
        to_field_name="code",
        required=False,
        help_text="Record another resolution for those with another outcome",
    )
    moved_by: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label="Moved by", queryset=None, to_field_name="code", required=False, empty_label=""
    )
    seconded_by: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label="Seconded by", queryset=None, to_field_name="code", required=False, empty_label=""
    )
    field_order = [
        "version",
        "title",
        "recommendations",
        "verb",
        "text",
        "activities",
        "moved_by",
        "seconded_by",
        "reason",
    ]

    def __init__(self, *args: Any, recording: Recording, **kwargs: Any) -> None:
        kwargs["initial"] = {"recommendations": recording.alike} | kwargs.get("initial", {})
        super().__init__(*args, recording=recording, **kwargs)
        put = self.fields["recommendations"]
        assert isinstance(put, RecommendationChoiceField)
        put.widget = fields.CheckboxSelectMultiple(small=True)
        put.queryset = recording.recommendations
        for name in ("moved_by", "seconded_by"):
            people = self.fields[name]
            assert isinstance(people, forms.ModelChoiceField)
            people.queryset = recording.members
        if not recording.alike:
            del self.fields["recommendations"]


class WithdrawForm(forms.Form):
    """Why a resolution is taken back."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
    )


class VoteForm(forms.Form):
    """One set of radios for each Member present."""

    def __init__(self, *args: Any, voters: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voters = {f"vote-{person.code}": person for person in voters}
        for name, person in self.voters.items():
            self.fields[name] = forms.ChoiceField(
                label=str(person),
                choices=VoteChoice.choices,
                widget=fields.RadioSelect(inline=True, small=True),
                error_messages={"required": f"Choose how {person} voted"},
            )

    def votes(self) -> list[tuple[Person, VoteChoice]]:
        """Pairs of person and choice, in the order of the page."""
        return [
            (person, VoteChoice(self.cleaned_data[name])) for name, person in self.voters.items()
        ]
