"""What people type into the register of market engagement: engagements, answers and notes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from ftc.organisation.models import Service
from ftc.periods import FinancialYear
from ftc.programme.models import Activity
from ftc.records.enums import Classification
from ftc.records.uploads import allowed_suffixes
from ftc.ui import fields
from reviews.enums import EngagementKind, EngagementState, ResponseState
from reviews.forms.base import CLASSIFICATIONS, EXEMPT_PARAGRAPHS, REASON_LENGTH, VersionedForm
from reviews.forms.options import LinesField
from reviews.models import Supplier
from reviews.queries.engagement import EngagementChoices, EngagementFilters

COMMERCIAL = 3
SUGGESTED_REASON = (
    "It tells of the business affairs of those who took part. To disclose them would harm their "
    "interests and the council's standing in a later procurement, which outweighs the public "
    "interest in disclosing them for now."
)
WHO_READS: dict[str, str] = {
    Classification.INTERNAL: "Everybody who signs in",
    Classification.PUBLIC: "Anybody, once it is published",
    Classification.EXEMPT: "Only those whose role reads exempt material, which may not be yours. "
    "What is exempt stays exempt",
}
ALL = [("", "All")]


class ClassifiedForm(forms.Form):
    """Who may read it, and for exempt material the paragraph and the reason."""

    classification = forms.ChoiceField(
        label="Who may read it?",
        choices=CLASSIFICATIONS,
        initial=Classification.INTERNAL,
        widget=fields.RadioSelect(small=True, hints=WHO_READS),
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=[("", "Not exempt"), *EXEMPT_PARAGRAPHS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Only where it is exempt",
    )
    exempt_reason = forms.CharField(
        label="Why the public interest is in the exemption",
        required=False,
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 3}),
        help_text="Only where it is exempt",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("classification") == Classification.EXEMPT:
            if not cleaned.get("exempt_paragraph") and "exempt_paragraph" not in self.errors:
                self.add_error("exempt_paragraph", "Select the paragraph of Schedule 12A.")
            if not cleaned.get("exempt_reason", "").strip() and "exempt_reason" not in self.errors:
                self.add_error("exempt_reason", "Say why it is in the public interest.")
        elif "classification" in cleaned:
            cleaned["exempt_paragraph"], cleaned["exempt_reason"] = None, ""
        return cleaned


def services_field(label: str, hint: str) -> "forms.ModelMultipleChoiceField[Service]":
    """Services to tick, by their codes; which ones are offered is set when the form is made."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Service.objects.none(),
        to_field_name="code",
        required=False,
        widget=fields.CheckboxSelectMultiple(small=True),
        help_text=hint,
    )


class ChooseActivityForm(forms.Form):
    """Of which review or phase the market engagement is."""

    activity = forms.ModelChoiceField(
        label="What is it market engagement of?",
        queryset=Activity.objects.none(),
        to_field_name="code",
        empty_label="Choose a review or a phase",
        error_messages={"invalid_choice": "Choose a review or a phase from the list."},
    )

    def __init__(self, *args: Any, activities: QuerySet[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["activity"]
        choice.queryset = activities
        choice.label_from_instance = lambda row: f"{row.title} ({row.code})"


class EngagementForm(ClassifiedForm, VersionedForm):
    """A notice, a soft market test, a dialogue or a visit."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=EngagementKind.choices,
        widget=fields.RadioSelect(
            small=True,
            hints={
                EngagementKind.PRIOR_INFORMATION_NOTICE: "Published before 24 February 2025",
                EngagementKind.PRELIMINARY_NOTICE: "Published on or after 24 February 2025 "
                "(Procurement Act 2023, section 17)",
            },
        ),
    )
    title = forms.CharField(label="Title", max_length=200)
    council = forms.CharField(
        label="Council visited",
        required=False,
        max_length=160,
        help_text="Only for a visit to another council",
    )
    reference = forms.CharField(
        label="Number of the notice",
        required=False,
        max_length=60,
        help_text="As it is published, for a notice",
    )
    starts_on = fields.DateInputField(
        label="First day",
        required=False,
        help_text="When the notice is published, or the meeting is held. Left empty while it is "
        "planned.",
    )
    ends_on = fields.DateInputField(
        label="Last day",
        required=False,
        help_text="By when answers are wanted, or the last day it is held. Left empty, a visit is "
        "of one day and anything else stays open.",
    )
    services = services_field("Services", "Those it is about")
    summary = forms.CharField(
        label="What it is for",
        required=False,
        max_length=4000,
        widget=fields.CountedTextarea(limit=4000, attrs={"rows": 4}),
        help_text="What you learn from suppliers goes in notes, which are exempt unless you say "
        "otherwise",
    )
    field_order = [
        "version", "kind", "title", "council", "reference", "starts_on", "ends_on", "services",
        "summary", "classification", "exempt_paragraph", "exempt_reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, services)


class ReasonForm(forms.Form):
    """Why an engagement is cancelled, or goes on after all."""

    reason = forms.CharField(
        label="Reason",
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 3}),
        help_text="Kept in the engagement's history",
    )


class InviteForm(forms.Form):
    """The suppliers to invite, a line each."""

    suppliers = LinesField(
        label="Suppliers",
        line_length=200,
        help_text="One a line, by name or by code. They must be in the register of suppliers.",
    )
    invited_on = fields.DateInputField(label="Invited on")

    def clean_suppliers(self) -> list[Supplier]:
        """The suppliers of the lines, each once; every line that names none is told."""
        lines: list[str] = list(dict.fromkeys(self.cleaned_data["suppliers"]))
        by_name = {line.casefold(): line for line in lines}
        named = Q()
        for line in by_name.values():
            named |= Q(name__iexact=line) | Q(code__iexact=line)
        known = list(Supplier.objects.filter(named)) if lines else []
        found = {row.name.casefold(): row for row in known} | {
            row.code.casefold(): row for row in known
        }
        missing = [line for line in lines if line.casefold() not in found]
        if missing:
            raise forms.ValidationError(
                [f"“{line}” is not in the register of suppliers. Add it first." for line in missing]
            )
        return list({found[line.casefold()].pk: found[line.casefold()] for line in lines}.values())


class ResponseForm(ClassifiedForm, VersionedForm):
    """What is recorded of a supplier in an engagement; ``suppliers`` None edits a given one."""

    supplier = forms.ModelChoiceField(
        label="Supplier",
        queryset=Supplier.objects.none(),
        to_field_name="code",
        empty_label="Choose a supplier",
        error_messages={"invalid_choice": "Choose a supplier that is not in it already."},
    )
    state = forms.ChoiceField(
        label="What became of it?",
        choices=ResponseState.choices,
        widget=fields.RadioSelect(small=True),
    )
    invited_on = fields.DateInputField(
        label="Invited on", required=False, help_text="Only where it was invited"
    )
    responded_on = fields.DateInputField(
        label="Answered on", required=False, help_text="When it responded or declined"
    )
    services = services_field("Services it answered for", "")
    summary = forms.CharField(
        label="What it said",
        required=False,
        max_length=4000,
        widget=fields.CountedTextarea(limit=4000, attrs={"rows": 4}),
        help_text="Prices and other commercial matters belong in an exempt note, or make this "
        "exempt below",
    )
    field_order = [
        "version", "supplier", "state", "invited_on", "responded_on", "services", "summary",
        "classification", "exempt_paragraph", "exempt_reason",
    ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        services: QuerySet[Service],
        suppliers: QuerySet[Supplier] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, services)
        if suppliers is None:
            del self.fields["supplier"]
        else:
            choice: Any = self.fields["supplier"]
            choice.queryset = suppliers
            choice.label_from_instance = lambda row: f"{row.name} ({row.code})"
            del self.fields["version"]


class NoteForm(ClassifiedForm, VersionedForm):
    """A note, exempt as commercial unless said otherwise; ``is_new`` takes a file."""

    noted_on = fields.DateInputField(label="Date of the note")
    supplier = forms.ModelChoiceField(
        label="Supplier",
        queryset=Supplier.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="No one supplier",
        help_text="The one it is about",
    )
    text = forms.CharField(
        label="Note", max_length=10000, widget=fields.CountedTextarea(limit=10000)
    )
    file = forms.FileField(label="File", required=False)
    field_order = [
        "version", "noted_on", "supplier", "text", "file", "classification", "exempt_paragraph",
        "exempt_reason",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, suppliers: QuerySet[Supplier], is_new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["supplier"]
        choice.queryset = suppliers
        if is_new:
            accept = allowed_suffixes()
            self.fields["file"].widget.attrs["accept"] = ",".join(accept)
            self.fields["file"].help_text = f"One of {', '.join(s.lstrip('.') for s in accept)}"
            del self.fields["version"]
            self.fields["classification"].initial = Classification.EXEMPT
            self.fields["exempt_paragraph"].initial = COMMERCIAL
            self.fields["exempt_reason"].initial = SUGGESTED_REASON
            self.fields["exempt_reason"].help_text = "A suggestion: say what applies here"
        else:
            del self.fields["file"]

    def ask_for_file_again(self) -> None:
        """Say that the file must be chosen again: a browser never sends it back with the form."""
        given = self.files.get("file")
        if given is not None and not self.errors.get("file"):
            self.add_error("file", f"Choose {given.name} again. Everything else has been kept.")


class EngagementFilterForm(forms.Form):
    """What narrows the register; every filter is optional and need not say so."""

    marks_optional = False
    kind = forms.ChoiceField(label="Kind", required=False, choices=[*ALL, *EngagementKind.choices])
    activity = forms.ChoiceField(label="Review or phase", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[*ALL, *EngagementState.choices]
    )
    service = forms.ChoiceField(label="Service", required=False)
    year = forms.ChoiceField(label="Began in the financial year", required=False)

    def __init__(self, *args: Any, choices: EngagementChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "activity": choices.activities,
            "service": choices.services,
            "year": choices.years,
        }
        for name, values in offered.items():
            field: Any = self.fields[name]
            field.choices = [*ALL, *values]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = (
                f"There is no {str(field.label).lower()} “%(value)s”. Choose one from the list."
            )

    @property
    def filters(self) -> EngagementFilters:
        """The filters as understood; of a form that is not valid, none."""
        if not self.is_valid():
            return EngagementFilters()
        typed = dict(self.cleaned_data)
        year = typed.pop("year")
        return EngagementFilters(**typed, year=FinancialYear(int(year)) if year else None)


def chosen_in_words(form: forms.Form) -> list[str]:
    """What is filtered by, in words: "Kind: Dialogue"."""
    if not form.is_valid():
        return []
    words = []
    for name, value in form.cleaned_data.items():
        if value:
            field: Any = form.fields[name]
            said = dict(getattr(field, "choices", ())).get(value, value)
            words.append(f"{field.label}: {said}")
    return words


def problems_of(form: forms.Form) -> list[str]:
    """What was not understood of the filters, a sentence each."""
    return [str(message) for messages in form.errors.values() for message in messages]


def offer(form: forms.Form, services: "Iterable[Service] | QuerySet[Service]") -> None:
    """Offer services to tick, or drop the question where there is none."""
    choice: Any = form.fields["services"]
    choice.queryset = services
    choice.label_from_instance = lambda row: row.name
    if not choice.queryset.exists():
        del form.fields["services"]
