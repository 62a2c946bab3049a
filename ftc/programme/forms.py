"""Filters of the programme's lists, and the status report. They clean input only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from ftc.organisation.models import User
from ftc.periods import Precision
from ftc.programme.enums import MilestoneStatus, Rag
from ftc.programme.policies import owners
from ftc.programme.queries import MilestoneLine
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
    """How an activity stands, with new forecasts of the milestones still to come.

    ``lines`` are those milestones; each has a date ``forecast-<code>`` and, hidden, the version
    shown, ``version-<code>``. ``seen`` is the newest report when the form was opened.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rag = forms.ChoiceField(
        label="How does it stand?", choices=Rag.choices, widget=fields.RadioSelect(small=True)
    )
    rag_reason = forms.CharField(
        label="Why this rating?",
        max_length=1000,
        required=False,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 2}),
    )
    against_hint = forms.CharField(
        label="Why better than the records give?",
        max_length=1000,
        required=False,
        help_text="Needed when your rating is better than the one computed",
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 2}),
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
    effective_on = fields.DateInputField(
        label="Date it counts from",
        required=False,
        help_text="Only when it was reported earlier. Left empty, the working date counts.",
    )
    reason = forms.CharField(
        label="Reason for an earlier date, or for new forecasts",
        required=False,
        max_length=500,
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[MilestoneLine] = (),
        may_backdate: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            code = line.milestone.code
            self.fields[f"forecast-{code}"] = fields.DateInputField(
                label=f"New forecast for {line.milestone.title}", required=False
            )
            self.fields[f"version-{code}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.milestone.version
            )
        if not may_backdate:
            del self.fields["effective_on"]
            self.fields["reason"].label = "Reason for new forecasts"

    def restore(self, typed: Mapping[str, str]) -> None:
        """Show what a draft keeps, as it was typed; it is checked only once it is reported."""
        kept: Any = QueryDict(mutable=True)
        kept.update(typed)
        for name, field in self.fields.items():
            if name != "seen" and not name.startswith("version-"):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, name)

    def see(self, newest: int) -> None:
        """Carry the newest report, so that the same form can be sent again after it was shown."""
        typed: Any = self.data
        newer = typed.copy()
        newer["seen"] = str(newest)
        self.data = newer

    @property
    def forecast_rows(self) -> list[tuple[MilestoneLine, forms.BoundField, forms.BoundField]]:
        """Each milestone with its date field and its hidden version."""
        return [
            (line, self[f"forecast-{line.milestone.code}"], self[f"version-{line.milestone.code}"])
            for line in self.lines
        ]

    def new_forecasts(self) -> list[tuple[MilestoneLine, int, date]]:
        """The milestones given a date other than the one they have, with the version shown."""
        given = []
        for line in self.lines:
            on = self.cleaned_data[f"forecast-{line.milestone.code}"]
            held = line.expected or line.planned
            if on and not (held and held.on == on and held.precision == Precision.DAY):
                version = self.cleaned_data[f"version-{line.milestone.code}"]
                given.append((line, version, on))
        return given


class OwnerField(forms.ModelChoiceField):
    """Who owns something: any open account, and who owns it now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label="Owner",
            to_field_name="username",
            required=False,
            empty_label="Not named",
            **kwargs,
        )

    def offer(self, holder: User | None) -> None:
        kept = Q(pk=holder.pk) if holder else Q()
        people = User.objects.filter(Q(pk__in=owners().values("pk")) | kept)
        self.queryset = people.order_by("name", "username")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class RegisterForm(forms.Form):
    """What the forms of the registers share: the version they were opened on, and an owner."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    owner = OwnerField()

    def __init__(self, *args: Any, holder: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(holder)  # type: ignore[attr-defined]

    def carry_version(self, version: int) -> None:
        """Carry a newer version, so that the same form can be sent again after a refusal."""
        typed: Any = self.data
        newer = typed.copy()
        newer[self.add_prefix("version")] = str(version)
        self.data = newer


class RiskForm(RegisterForm):
    """Who owns a risk, and what it would cost."""

    cost_gbp = fields.MoneyField(
        label="What it would cost if it happened",
        required=False,
        min_value=0,
        help_text="In pounds. Left empty where nobody knows yet",
    )


class MilestoneOwnerForm(RegisterForm):
    """Who owns a milestone."""


class BenefitForm(RegisterForm):
    """What a benefit is, from what baseline to what target, and who owns it."""

    title = forms.CharField(label="What gets better?", max_length=200)
    unit = forms.CharField(
        label="Measured in",
        max_length=60,
        required=False,
        help_text="For example, days, percent, contacts a year",
    )
    baseline_value = forms.DecimalField(
        label="Baseline", required=False, max_digits=14, decimal_places=2
    )
    baseline_on = fields.DateInputField(label="Day the baseline was measured", required=False)
    target_value = forms.DecimalField(
        label="Target", required=False, max_digits=14, decimal_places=2
    )
    target_on = fields.DateInputField(label="Day the target is for", required=False)
    field_order = [
        "version",
        "title",
        "unit",
        "baseline_value",
        "baseline_on",
        "target_value",
        "target_on",
        "owner",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline_value", "target_value"):
            self.fields[name].widget = forms.TextInput(
                {"inputmode": "decimal", "class": "govuk-input--width-10"}
            )
