"""Starting a business case, its head, its five cases, their owners and clearance, versions."""

from typing import Any

from django import forms

from ftc.organisation.models import User
from ftc.records.enums import Classification
from ftc.ui import fields
from reviews.enums import BusinessCaseKind, FiveCase
from reviews.forms.base import CLASSIFICATIONS, EXEMPT_PARAGRAPHS, VersionedForm
from reviews.models import BusinessCase, Option
from reviews.policies.business_cases import LONGEST

CLEAR, RETURN = "CLEAR", "RETURN"
COMMENT_LENGTH = 1000
PARAGRAPHS = [("", "Not exempt"), *((str(number), words) for number, words in EXEMPT_PARAGRAPHS)]
# What each case answers. Source: HM Treasury, Green Book, the five cases.
GUIDANCE = {
    FiveCase.STRATEGIC: "Why change is needed, and how it fits the council's aims.",
    FiveCase.ECONOMIC: "Which option gives the best value to the public, and beside which others.",
    FiveCase.COMMERCIAL: "How it would be procured, by what contract, and from what market.",
    FiveCase.FINANCIAL: "What it costs, what it saves, and how it is paid for.",
    FiveCase.MANAGEMENT: "How it is delivered, governed and watched over, and what could go wrong.",
}  # fmt: skip


class ClassifiedForm(forms.Form):
    """A form that asks who may read what it is about."""

    classification = forms.ChoiceField(
        label="Who may read it?", choices=CLASSIFICATIONS, widget=fields.RadioSelect
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=PARAGRAPHS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Only for exempt material",
    )
    exempt_reason = forms.CharField(
        label="Why the public interest is in the exemption",
        required=False,
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
        help_text="Only for exempt material",
    )

    def classified(self) -> dict[str, Any]:
        """The classification as an action takes it."""
        return {
            "classification": Classification(self.cleaned_data["classification"]),
            "exempt_paragraph": self.cleaned_data["exempt_paragraph"],
            "exempt_reason": self.cleaned_data["exempt_reason"],
        }


class StartCaseForm(ClassifiedForm):
    """Which business case is started, and whether with the words of an earlier one."""

    kind = forms.ChoiceField(label="Which business case?", widget=fields.RadioSelect)
    title = forms.CharField(label="Title", max_length=200)
    begin_with: "forms.ModelChoiceField[BusinessCase]" = forms.ModelChoiceField(
        label="Begin with the words of",
        queryset=BusinessCase.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="Nothing: begin with empty cases",
    )
    field_order = [
        "kind", "title", "begin_with", "classification", "exempt_paragraph", "exempt_reason",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, kinds: list[BusinessCaseKind], earlier: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(each.value, each.label) for each in kinds]
        begin_with: Any = self.fields["begin_with"]
        begin_with.queryset = earlier
        if not earlier.exists():
            del self.fields["begin_with"]


class EditCaseForm(ClassifiedForm, VersionedForm):
    """The head of a business case: its title, the options it argues for, who may read it."""

    title = forms.CharField(label="Title", max_length=200)
    options: "forms.ModelMultipleChoiceField[Option]" = forms.ModelMultipleChoiceField(
        label="Options it argues for",
        queryset=Option.objects.none(),
        to_field_name="code",
        required=False,
        widget=fields.CheckboxSelectMultiple(small=True),
    )
    field_order = [
        "version", "title", "options", "classification", "exempt_paragraph", "exempt_reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, options: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["options"]
        field.queryset = options
        if not options.exists():
            del self.fields["options"]


class SectionForm(VersionedForm):
    """The words of one of the five cases, in Markdown."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Plain words. A line that begins with ## is a heading, with - an entry of a "
        "list; **two stars** around words make them bold.",
    )

    def __init__(self, *args: Any, kind: FiveCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = kind.label


class OwnerForm(VersionedForm):
    """Who owns one of the five cases."""

    owner: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label="Owner",
        queryset=User.objects.none(),
        to_field_name="username",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = people
        owner.label_from_instance = lambda user: f"{user} ({user.username})"


class SendForm(VersionedForm):
    """Sending one of the five cases to clearance."""


class DecideSectionForm(VersionedForm):
    """Clearing one of the five cases, or returning it with what it lacks."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(CLEAR, "Clear it"), (RETURN, "Return it to its owner")],
        widget=fields.RadioSelect(small=True),
    )
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=COMMENT_LENGTH,
        widget=fields.CountedTextarea(limit=COMMENT_LENGTH, attrs={"rows": 4}),
        help_text="Needed when you return it: say what it lacks",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", "Say what the case lacks, so that it can be mended.")
        return cleaned


class KeepVersionForm(forms.Form):
    """What a version is kept for."""

    note = forms.CharField(
        label="What is this version for?",
        required=False,
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
        help_text="For example, Sent to the Cabinet Committee of 12 June",
    )
