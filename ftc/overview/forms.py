"""Filters of lists, the search box, and why a printed figure differs."""

from typing import Any

from django import forms

from ftc.records.discrepancies import LONGEST_EXPLANATION
from ftc.ui.fields import CountedTextarea


class DiscrepancyFilterForm(forms.Form):
    """Which printed figures to show."""

    paper = forms.ChoiceField(label="Paper", required=False)
    explained = forms.ChoiceField(
        label="Explained",
        required=False,
        choices=[("", "Either"), ("no", "Not yet explained"), ("yes", "Explained")],
    )

    def __init__(self, *args: Any, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [("", "All papers"), *papers]  # type: ignore[attr-defined]


class ExplainForm(forms.Form):
    """Why the two differ, and the version of the row it was written on."""

    explanation = forms.CharField(
        label="Why do the two differ?",
        max_length=LONGEST_EXPLANATION,
        widget=CountedTextarea(limit=LONGEST_EXPLANATION),
        help_text="Say which of the two is right, if anybody knows, and who said so.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PaperFilterForm(forms.Form):
    """Which papers to show."""

    q = forms.CharField(label="Words in the title or the code", required=False, max_length=200)
    body = forms.ChoiceField(label="Body", required=False)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "All bodies"), *bodies]  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What is searched for, and the kind of thing to see all of."""

    q = forms.CharField(label="Search", required=False, max_length=200)
    kind = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
