"""What is said of an option: what it is, what becomes of it, and how it would be delivered."""

from typing import Any

from django import forms
from django.db.models import Q

from ftc.ui import fields
from reviews.enums import OptionStateKind
from reviews.forms.base import BackdatedForm, VersionedForm
from reviews.models import DeliveryModel, Option
from reviews.policies.options import SAY_WHY, next_states

LISTS = {
    OptionStateKind.CONSIDERED: "On the long list",
    OptionStateKind.SHORT_LISTED: "Short-listed",
}


class LinesField(forms.CharField):
    """One thing a line; cleans to the lines that say something."""

    def __init__(self, *, line_length: int, **kwargs: Any) -> None:
        self.line_length = line_length
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        for number, line in enumerate(lines, start=1):
            if len(line) > self.line_length:
                raise forms.ValidationError(
                    f"Line {number} has {len(line)} characters. "
                    f"It may have at most {self.line_length}."
                )
        return [line for line in lines if line]


class OptionForm(BackdatedForm, VersionedForm):
    """What an option is; ``option`` is the one that is edited, which keeps its retired models."""

    title = forms.CharField(label="Option", max_length=300)
    note = forms.CharField(
        label="What it means", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    delivery_models: "forms.ModelMultipleChoiceField[DeliveryModel]" = (
        forms.ModelMultipleChoiceField(
            label="Delivery models",
            queryset=DeliveryModel.objects.none(),
            to_field_name="code",
            widget=fields.CheckboxSelectMultiple(small=True),
            error_messages={"required": "Choose at least one delivery model"},
        )
    )
    variants = LinesField(
        label="Variants",
        required=False,
        line_length=200,
        help_text="One a line, lettered (a), (b) in this order. They do not count as options.",
    )
    field_order = [
        "version", "title", "note", "delivery_models", "variants", "effective_on", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, option: Option | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models: Any = self.fields["delivery_models"]
        offered = Q(retired_on__isnull=True) | (Q(options=option) if option else Q())
        models.queryset = DeliveryModel.objects.filter(offered).distinct()
        if option is not None or "effective_on" not in self.fields:
            self.fields.pop("effective_on", None)
            del self.fields["reason"]


class OptionStateForm(BackdatedForm, VersionedForm):
    """What becomes of an option, out of what may follow from where it stands."""

    state = forms.ChoiceField(label="What becomes of it?", widget=fields.RadioSelect(small=True))
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 4}),
        help_text="Needed where it is preferred or not recommended, and for an earlier date; "
        "it is printed beside the option in papers",
    )
    field_order = ["version", "state", "reason", "effective_on"]

    def __init__(self, *args: Any, current: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [(kind.value, LISTS.get(kind, kind.label)) for kind in next_states(current)]
        self.fields["reason"].help_text = type(self).base_fields["reason"].help_text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") in SAY_WHY and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Enter the reason. It is printed beside the option later.")
        return cleaned


class DeliveryModelForm(forms.Form):
    """A further way to deliver a service."""

    name = forms.CharField(
        label="Delivery model",
        max_length=120,
        help_text="For example, Community interest company",
    )
