"""Filters of the programme's lists, and the status report. They clean input only."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ftc.programme.enums import MilestoneStatus, Rag
from ftc.ui import fields

Choices = Iterable[tuple[str, str]]


class MilestoneFilterForm(forms.Form):
    """Filters of the milestones list."""

    activity = forms.ChoiceField(label="Of", required=False)
    status = forms.ChoiceField(
        label="Reported status",
        choices=[("", "Any status"), *MilestoneStatus.choices],
        required=False,
    )

    def __init__(self, *args: Any, activities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", "Everything"), *activities]  # type: ignore[attr-defined]


class RiskFilterForm(forms.Form):
    """Filters of the risks list."""

    activity = forms.ChoiceField(label="Of", required=False)
    register = forms.ChoiceField(
        label="In the programme register",
        choices=[("", "Any"), ("yes", "Yes"), ("no", "No"), ("unknown", "No paper says")],
        required=False,
    )

    def __init__(self, *args: Any, activities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", "Everything"), *activities]  # type: ignore[attr-defined]


class LessonFilterForm(forms.Form):
    """Filter of the lessons list."""

    report = forms.ChoiceField(label="Report", required=False)

    def __init__(self, *args: Any, reports: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [  # type: ignore[attr-defined]
            ("", "All reports"),
            *((title, title) for title in reports),
        ]


class StatusReportForm(forms.Form):
    """How an activity stands."""

    rag = forms.ChoiceField(
        label="How does it stand?", choices=Rag.choices, widget=fields.RadioSelect(small=True)
    )
    narrative = forms.CharField(
        label="What is there to say?",
        max_length=2000,
        widget=fields.CountedTextarea(limit=2000),
    )
    next_steps = forms.CharField(
        label="Next steps",
        max_length=2000,
        required=False,
        help_text="Needed when it is not on track",
        widget=fields.CountedTextarea(limit=2000),
    )
