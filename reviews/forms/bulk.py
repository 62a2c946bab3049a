"""Choosing what to change of several reviews together."""

from typing import Any

from django import forms

from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole, Rag
from ftc.programme.policies import candidates
from ftc.ui import fields

FURTHEST = 260  # working days, about a year


class BulkEditForm(forms.Form):
    """What every bulk edit carries: the reviews chosen, by their codes."""

    what = forms.CharField(widget=forms.HiddenInput)

    def change(self) -> dict[str, Any]:
        """The change as an import keeps it."""
        return {"what": self.cleaned_data["what"]}


class PersonChoice(forms.ModelChoiceField):
    """Somebody who can hold the part, or nobody."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class BulkPersonForm(BulkEditForm):
    """Who is to lead, or own, every review chosen."""

    role = AssignmentRole.LEAD
    user = PersonChoice(
        queryset=User.objects.none(),
        to_field_name="username",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.label = self.role.label
        field.queryset = candidates(self.role)

    def change(self) -> dict[str, Any]:
        user = self.cleaned_data["user"]
        return {**super().change(), "user": user.username if user else ""}


class BulkLeadForm(BulkPersonForm):
    """Who is to lead every review chosen."""


class BulkOwnerForm(BulkPersonForm):
    """Who is to be the Senior Responsible Owner of every review chosen."""

    role = AssignmentRole.SENIOR_RESPONSIBLE_OWNER


class BulkForecastForm(BulkEditForm):
    """How the next milestone of every review chosen is to be forecast."""

    shift = forms.IntegerField(
        label="Move by how many working days?",
        required=False,
        min_value=-FURTHEST,
        max_value=FURTHEST,
        help_text="For example, 10 for two weeks later or -5 for a week earlier",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    on = fields.DateInputField(
        label="Or set one date for all", required=False, help_text="For example, 30 9 2014"
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
        help_text="Kept beside each date",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [cleaned.get("shift") is not None, cleaned.get("on") is not None]
        if given == [True, True]:
            self.add_error("shift", "Give a number of working days or a date, not both.")
        if not any(given) and not self.errors:
            self.add_error("shift", "Give a number of working days, or a date.")
        if cleaned.get("shift") == 0:
            self.add_error("shift", "Moving by no day changes nothing.")
        return cleaned

    def change(self) -> dict[str, Any]:
        typed = self.cleaned_data
        moved = {"on": typed["on"].isoformat()} if typed["on"] else {"shift": typed["shift"]}
        return {**super().change(), **moved, "reason": typed["reason"].strip()}


class BulkStatusForm(BulkEditForm):
    """What is reported of every review chosen."""

    rag = forms.ChoiceField(
        label="How do they stand?", choices=Rag, widget=fields.RadioSelect(small=True)
    )
    narrative = forms.CharField(
        label="How it stands, in a sentence",
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 3}),
    )
    next_steps = forms.CharField(
        label="What is being done about it",
        required=False,
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 3}),
        help_text="Needed where they are not on track",
    )
    against_hint = forms.CharField(
        label="Why, where the records speak for worse",
        required=False,
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 3}),
        help_text="Kept with the reports of those whose dates or money speak for a worse rating; "
        "without it they are refused",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        not_on_track = cleaned.get("rag") not in (None, Rag.GREEN)
        if not_on_track and not cleaned.get("next_steps", "").strip():
            self.add_error("next_steps", "Say what is being done about it: it is not on track.")
        return cleaned

    def change(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            **super().change(),
            "rag": typed["rag"],
            "narrative": typed["narrative"].strip(),
            "next_steps": typed["next_steps"].strip(),
            "against_hint": typed["against_hint"].strip(),
        }


BULK_FORMS: dict[str, type[BulkEditForm]] = {
    "lead": BulkLeadForm,
    "owner": BulkOwnerForm,
    "forecast": BulkForecastForm,
    "status": BulkStatusForm,
}
