"""The filters of what falls due. They clean input only."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator


class DueFilterForm(forms.Form):
    """A phase, one's own reviews, and for the calendar a month."""

    marks_optional = False

    phase = forms.TypedChoiceField(
        label="Phase", required=False, coerce=int, empty_value=None, choices=()
    )
    mine = forms.BooleanField(label="Only reviews I lead or own", required=False)
    page = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput
    )
    month = forms.DateField(
        input_formats=["%Y-%m"],
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(date(1902, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )

    def __init__(self, *args: Any, phases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["phase"]
        choices.choices = [("", "All phases"), *phases]

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.is_valid() and bool(self.cleaned_data["phase"] or self.cleaned_data["mine"])
