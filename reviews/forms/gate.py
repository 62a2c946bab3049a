"""What becomes of a review at its gate, sign-offs, conditions, and whether a decision is key."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory

from ftc.organisation.models import User
from ftc.ui import fields
from reviews.enums import GateOutcome
from reviews.forms.base import BackdatedForm, VersionedForm
from reviews.models import Stage
from reviews.policies.conditions import MOST_CONDITIONS, TITLE_LENGTH, AskedCondition

OUTCOMES = (
    GateOutcome.PASSED,
    GateOutcome.PASSED_WITH_CONDITIONS,
    GateOutcome.RETURNED,
    GateOutcome.POSTPONED,
)


class ReasonedForm(BackdatedForm, VersionedForm):
    """A form that always asks why, and for an earlier date of who may set one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = True
        reason.help_text = "Kept in the review's history"
        reason.error_messages["required"] = "Give the reason"


class OutcomeForm(ReasonedForm):
    """Passing a gate; the other outcomes ask for more."""

    outcome = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in OUTCOMES], widget=forms.HiddenInput
    )
    field_order = ["version", "outcome", "to_stage", "until_on", "reason", "effective_on"]


class ReturnForm(OutcomeForm):
    """Returning a review, to this stage or one before it."""

    to_stage = forms.ModelChoiceField(
        label="Back to which stage?",
        queryset=Stage.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=fields.RadioSelect(small=True),
        error_messages={"required": "Choose the stage it goes back to"},
    )

    def __init__(self, *args: Any, stages: QuerySet[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_stage"].queryset = stages  # type: ignore[attr-defined]


class PostponeForm(OutcomeForm):
    """Putting a gate off."""

    until_on = fields.DateInputField(
        label="Looked at again on",
        required=False,
        help_text="Left empty where nobody knows yet",
    )


class ConditionForm(forms.Form):
    """One condition; a line left empty is none."""

    marks_optional = False
    title = forms.CharField(label="What is to be done", max_length=TITLE_LENGTH, required=False)
    owner = forms.ChoiceField(label="Whose task it is", required=False)
    due_on = fields.DateInputField(label="Due on", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("title", "owner", "due_on"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_empty or self.errors:
            return cleaned
        for name, lacking in (
            ("title", "Say what is to be done"),
            ("owner", "Choose whose task it is"),
            ("due_on", "Enter by when"),
        ):
            if not cleaned.get(name):
                self.add_error(name, lacking)
        return cleaned


class BaseConditionFormSet(BaseFormSet):
    """The conditions a gate is passed on; at least one."""

    def clean(self) -> None:
        if any(self.errors):
            return
        if not self._filled:
            raise ValidationError("Say at least one condition, who is to meet it and by when.")

    @property
    def _filled(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if not form.is_empty]

    @property
    def asked(self) -> list[AskedCondition]:
        """The conditions in their order, with one query for their owners."""
        users = User.objects.in_bulk([row["owner"] for row in self._filled], field_name="username")
        return [
            AskedCondition(row["title"], users[row["owner"]], row["due_on"]) for row in self._filled
        ]


ConditionFormSet = formset_factory(
    ConditionForm,
    formset=BaseConditionFormSet,
    extra=0,
    min_num=1,
    max_num=MOST_CONDITIONS,
    absolute_max=MOST_CONDITIONS,
)


class SignOffForm(ReasonedForm):
    """Giving a sign-off, refusing it, or taking it back."""

    GIVE, REFUSE = "GIVE", "REFUSE"
    outcome = forms.ChoiceField(label="What do you decide?", widget=fields.RadioSelect(small=True))
    field_order = ["version", "outcome", "reason", "effective_on"]

    def __init__(self, *args: Any, is_given: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = (  # type: ignore[attr-defined]
            [(self.REFUSE, "Take it back")]
            if is_given
            else [(self.GIVE, "Sign off"), (self.REFUSE, "Refuse")]
        )
        reason = self.fields["reason"]
        reason.label = "Comment"
        reason.required = False
        reason.help_text = "Needed to refuse or take back, and for an earlier date"


class KeyDecisionForm(ReasonedForm):
    """Whether the proposal needs a Key Decision."""

    is_needed = forms.TypedChoiceField(
        label="Is a Key Decision needed?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=fields.RadioSelect(
            small=True,
            hints={"no": "The Cabinet Committee's advice is asked for all the same"},
        ),
        error_messages={"required": "Say whether a Key Decision is needed"},
    )
    field_order = ["version", "is_needed", "reason", "effective_on"]


class MeetConditionForm(BackdatedForm, VersionedForm):
    """Saying that a condition is met, and how."""

    field_order = ["version", "reason", "effective_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = "How it was met"
        reason.required = True
        reason.help_text = ""
        reason.error_messages["required"] = "Say how the condition was met"
        if "effective_on" in self.fields:
            self.fields["effective_on"].label = "Day it was met"


class ConditionFilterForm(forms.Form):
    """Filters of the list of conditions."""

    state = forms.ChoiceField(
        label="State",
        choices=[("", "Not met"), ("overdue", "Overdue"), ("met", "Met"), ("all", "All")],
        required=False,
    )
    phase = forms.ChoiceField(label="Phase", required=False)
    owner = forms.ChoiceField(label="Whose task", required=False)

    def __init__(
        self,
        *args: Any,
        phases: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", "All"), *phases]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Anybody"), *people]  # type: ignore[attr-defined]
