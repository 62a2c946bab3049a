"""Taking a review in, and changing the scope of reviews."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ftc.organisation.models import Service
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Phase, Portfolio
from ftc.ui import fields
from reviews.enums import OptionStateKind
from reviews.forms.base import BackdatedForm, VersionedForm
from reviews.forms.editing import PersonField
from reviews.models import Option, Review, Stage

NEW, THIS = "NEW", "THIS"
AT_THIS_STAGE = OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE
SET_BACK = [
    (AT_THIS_STAGE, AT_THIS_STAGE.label),
    (OptionStateKind.SHORT_LISTED, "Short-listed again"),
]


class ScopeForm(BackdatedForm, VersionedForm):
    """Any change of scope or state: the day it counts from, and always a reason."""

    field_order = ["version", "effective_on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = "Shown on the review, to everybody who signs in"


class ServicesField(forms.ModelMultipleChoiceField):
    """Services by code, each told by its name, code and directorate."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Service.objects.none(),
            to_field_name="code",
            widget=fields.CheckboxSelectMultiple(small=True),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        where = f", {obj.directorate}" if obj.directorate else ""
        return f"{obj.name} ({obj.code}{where})"


class NamedForm(forms.Form):
    """What a new review is called, where it belongs, and who has a part in it."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Capital letters, digits and hyphens, such as P2-LIB. It stands in the address.",
    )
    title = forms.CharField(label="Title", max_length=200)
    portfolio = forms.ModelChoiceField(
        label="Portfolio",
        queryset=Portfolio.objects.all(),
        to_field_name="code",
        required=False,
        empty_label="Not named",
    )
    lead = PersonField(AssignmentRole.LEAD)
    owner = PersonField(AssignmentRole.SENIOR_RESPONSIBLE_OWNER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "owner"):
            field: Any = self.fields[name]
            field.offer(None)


class AddReviewForm(NamedForm, BackdatedForm):
    """Taking a review into the programme."""

    phase = forms.ModelChoiceField(
        label="Phase",
        queryset=Phase.objects.order_by("number"),
        to_field_name="number",
        empty_label="Choose one",
    )
    services = ServicesField(label="Services covered")
    description = forms.CharField(
        label="Description", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = [
        "code",
        "title",
        "phase",
        "services",
        "portfolio",
        "lead",
        "owner",
        "description",
        "effective_on",
        "reason",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those with a type are the ones that papers have named for review.
        services: Any = self.fields["services"]
        services.queryset = Service.objects.select_related("directorate").order_by(
            "-service_type", "directorate__code", "order", "code"
        )
        opened = self.fields.get("effective_on")
        if opened is not None:
            opened.label = "Opened on"
            opened.help_text = "Only when it was opened earlier. Left empty, the working date."


class MergeForm(ScopeForm, NamedForm):
    """Making one review of several; ``candidates`` may join this one or go into a new one."""

    others = forms.ModelMultipleChoiceField(
        label="Which reviews become one with it?",
        queryset=Review.objects.none(),
        to_field_name="code",
        widget=fields.CheckboxSelectMultiple(small=True),
    )
    into = forms.ChoiceField(
        label="What do they become?",
        choices=[(NEW, "A new joint review"), (THIS, "Part of this review")],
        widget=fields.RadioSelect(
            small=True,
            hints={
                NEW: "All of them are merged into it; give its code and title below",
                THIS: "The others are merged into this one, which keeps its code and stage",
            },
        ),
    )
    versions = forms.CharField(widget=forms.HiddenInput)
    field_order = [
        "version",
        "versions",
        "others",
        "into",
        "code",
        "title",
        "portfolio",
        "lead",
        "owner",
        "effective_on",
        "reason",
    ]

    def __init__(self, *args: Any, candidates: QuerySet[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["others"]
        others.queryset = candidates
        for name in ("code", "title"):
            field: Any = self.fields[name]
            field.required = False
            field.label = f"{field.label} of the joint review"
            field.help_text = "Only for a new one"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("into") == NEW:
            for name in ("code", "title"):
                if not cleaned.get(name):
                    self.add_error(name, f"Enter the {name} of the new joint review")
        return cleaned

    def clean_versions(self) -> dict[str, int]:
        """The version each candidate was shown in, by code."""
        text = self.cleaned_data["versions"]
        pairs = [pair.rpartition(":") for pair in text.split(",") if pair]
        if not all(code and version.isdecimal() for code, _, version in pairs):
            raise forms.ValidationError("This page is out of date. Open it again.")
        return {code: int(version) for code, _, version in pairs}


class SplitForm(ScopeForm, NamedForm):
    """Giving services and options of a review to a new one."""

    services = ServicesField(label="Services that go to the new review")
    options = forms.ModelMultipleChoiceField(
        label="Options that go with them",
        queryset=Option.objects.none(),
        to_field_name="code",
        required=False,
        widget=fields.CheckboxSelectMultiple(small=True),
    )
    field_order = [
        "version",
        "services",
        "options",
        "code",
        "title",
        "portfolio",
        "lead",
        "owner",
        "effective_on",
        "reason",
    ]

    def __init__(
        self, *args: Any, covered: QuerySet[Service], listed: QuerySet[Option], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.queryset = covered
        options: Any = self.fields["options"]
        options.queryset = listed
        if not listed.exists():
            del self.fields["options"]


class ReconsiderForm(ScopeForm):
    """Where a review goes back to, and what becomes of each option that was preferred."""

    to_stage = forms.ModelChoiceField(
        label="Back to which stage?",
        queryset=Stage.objects.none(),
        to_field_name="code",
        widget=fields.RadioSelect(small=True),
        empty_label=None,
    )

    def __init__(
        self, *args: Any, stages: list[Stage], preferred: list[Option], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        to_stage: Any = self.fields["to_stage"]
        to_stage.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in stages])
        self.preferred = preferred
        for option in preferred:
            self.fields[_field_of(option)] = forms.ChoiceField(
                label=f"What becomes of “{option.title}”?",
                choices=SET_BACK,
                initial=AT_THIS_STAGE,
                widget=fields.RadioSelect(small=True),
            )
        names = [_field_of(option) for option in preferred]
        self.order_fields(["version", "to_stage", *names, "effective_on", "reason"])

    def set_back(self) -> dict[int, OptionStateKind]:
        """What becomes of each preferred option, by its key."""
        return {
            option.pk: OptionStateKind(self.cleaned_data[_field_of(option)])
            for option in self.preferred
        }


class HandOverForm(ScopeForm):
    """To which change portfolio a review goes for implementation."""

    portfolio = forms.ModelChoiceField(
        label="Change portfolio",
        queryset=Portfolio.objects.all(),
        to_field_name="code",
        empty_label="Choose one",
    )
    field_order = ["version", "portfolio", "effective_on", "reason"]


def _field_of(option: Option) -> str:
    return f"option_{option.code}"
