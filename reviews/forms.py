"""What people type to edit a review, supply and decide evidence, and move it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Portfolio
from ftc.programme.policies import candidates
from ftc.records.enums import Classification
from ftc.records.uploads import allowed_suffixes
from ftc.ui import fields
from reviews.enums import OptionStateKind
from reviews.models import Criterion

REASON_LENGTH = 500
# Schedule 12A, Local Government Act 1972, Part 1.
EXEMPT_PARAGRAPHS = [
    (1, "1: relates to an individual"),
    (2, "2: likely to reveal who an individual is"),
    (3, "3: financial or business affairs"),
    (4, "4: consultations or negotiations on labour relations"),
    (5, "5: legal professional privilege"),
    (6, "6: a notice, order or direction to be given"),
    (7, "7: prevention, investigation or prosecution of crime"),
]
CLASSIFICATIONS = [
    (Classification.INTERNAL, Classification.INTERNAL.label),
    (Classification.PUBLIC, Classification.PUBLIC.label),
    (Classification.EXEMPT, Classification.EXEMPT.label),
]


class VersionedForm(forms.Form):
    """A form that carries the version of the review it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def carry_version(self, version: int) -> None:
        """Carry a newer version, so that the same form can be sent again after a refusal."""
        typed: Any = self.data
        newer = typed.copy()
        newer[self.add_prefix("version")] = str(version)
        self.data = newer


class BackdatedForm(forms.Form):
    """A form that asks for an earlier date and its reason where the person may set one."""

    effective_on = fields.DateInputField(
        label="Date it takes effect",
        required=False,
        help_text="Only when it took place earlier. Left empty, the working date counts.",
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 3}),
        help_text="Needed for an earlier date",
    )

    def __init__(self, *args: Any, may_backdate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_backdate:
            del self.fields["effective_on"]
            self.fields["reason"].help_text = "Kept in the review's history"


class MoveForm(BackdatedForm, VersionedForm):
    """Moving a review through its gate, or starting it."""

    field_order = ["version", "effective_on", "reason"]


class EvidenceForm(BackdatedForm):
    """A file, a link or a note for one criterion, with who may read it."""

    criterion = forms.ModelChoiceField(
        label="What is it evidence for?",
        queryset=Criterion.objects.none(),
        to_field_name="code",
        widget=fields.RadioSelect(small=True),
        empty_label=None,
        error_messages={
            "invalid_choice": "Choose something that is still asked of this review. "
            "A stage it has left takes no more evidence."
        },
    )
    title = forms.CharField(
        label="Title",
        required=False,
        max_length=200,
        help_text="Left empty, the name of the file or the address",
    )
    file = forms.FileField(label="File", required=False)
    url = forms.URLField(
        label="Address of a page or document",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Instead of a file. For example, https://www.example.gov.uk/paper",
        error_messages={"invalid": "Enter an address that starts with https:// or http://"},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=fields.CountedTextarea(limit=4000),
        help_text="On its own, or beside the file or the address",
    )
    classification = forms.ChoiceField(
        label="Who may read it?",
        choices=CLASSIFICATIONS,
        initial=Classification.INTERNAL,
        widget=fields.RadioSelect(
            small=True,
            hints={
                Classification.INTERNAL: "Everybody who signs in",
                Classification.PUBLIC: "Anybody, once it is published",
                Classification.EXEMPT: "Only those whose role reads exempt material, which may "
                "not be yours",
            },
        ),
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=[("", "Not exempt"), *EXEMPT_PARAGRAPHS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Only for exempt evidence",
    )
    exempt_reason = forms.CharField(
        label="Why the public interest is in the exemption",
        required=False,
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 3}),
        help_text="Only for exempt evidence",
    )
    field_order = [
        "criterion",
        "file",
        "url",
        "note",
        "title",
        "classification",
        "exempt_paragraph",
        "exempt_reason",
        "effective_on",
        "reason",
    ]

    def __init__(self, *args: Any, criteria: QuerySet[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["criterion"]
        choice.queryset = criteria  # type: ignore[attr-defined]
        choice.label_from_instance = lambda row: f"{row.title} ({row.stage})"  # type: ignore[attr-defined]
        accept = allowed_suffixes()
        self.fields["file"].widget.attrs["accept"] = ",".join(accept)
        self.fields["file"].help_text = f"One of {', '.join(s.lstrip('.') for s in accept)}"
        if "effective_on" not in self.fields:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("file") and cleaned.get("url"):
            self.add_error("url", "Choose a file or enter an address, not both.")
        empty = not any(cleaned.get(name) for name in ("file", "url", "note"))
        if empty and not {"file", "url", "note"} & set(self.errors):
            self.add_error("file", "Choose a file, enter an address or write a note.")
        if cleaned.get("classification") == Classification.EXEMPT:
            if not cleaned.get("exempt_paragraph"):
                self.add_error("exempt_paragraph", "Select the paragraph of Schedule 12A.")
            if not cleaned.get("exempt_reason"):
                self.add_error("exempt_reason", "Say why it is in the public interest.")
        return cleaned

    def ask_for_file_again(self) -> None:
        """Say that the file must be chosen again: a browser never sends it back with the form."""
        given = self.files.get("file")
        if given is not None and not self.errors.get("file"):
            self.add_error("file", f"Choose {given.name} again. Everything else has been kept.")


class DecideEvidenceForm(forms.Form):
    """Accepting or returning evidence."""

    ACCEPT, RETURN = "ACCEPT", "RETURN"
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(ACCEPT, "Accept it"), (RETURN, "Return it")],
        widget=fields.RadioSelect(small=True, hints={RETURN: "Say in the comment what it lacks"}),
    )
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == self.RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", "Say what the evidence lacks.")
        return cleaned


class EditReviewForm(VersionedForm):
    """What a review says of itself."""

    title = forms.CharField(label="Title", max_length=200)
    description = forms.CharField(
        label="Description", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    next_steps = forms.CharField(
        label="Next steps", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    portfolio = forms.ModelChoiceField(
        label="Portfolio",
        queryset=Portfolio.objects.all(),
        to_field_name="code",
        required=False,
        empty_label="Not named",
    )


class PersonField(forms.ModelChoiceField):
    """Who has one part in a review: whoever can, and whoever has it now."""

    def __init__(self, role: AssignmentRole) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=role.label,
            to_field_name="username",
            required=False,
            empty_label="Not named",
        )
        self.role = role

    def offer(self, holder: User | None) -> None:
        """Offer the candidates of now, and the holder though they could not be named anew."""
        kept = Q(pk=holder.pk) if holder else Q()
        people = User.objects.filter(Q(pk__in=candidates(self.role).values("pk")) | kept)
        self.queryset = people.order_by("name", "username")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class PeopleForm(VersionedForm):
    """Who leads a review and who is its Senior Responsible Owner."""

    lead = PersonField(AssignmentRole.LEAD)
    owner = PersonField(AssignmentRole.SENIOR_RESPONSIBLE_OWNER)

    def __init__(self, *args: Any, held: dict[AssignmentRole, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "owner"):
            field: Any = self.fields[name]
            holder = held.get(field.role)
            field.offer(holder)
            self.initial[name] = holder.username if holder else ""


class ChangeStateForm(VersionedForm):
    """Deferring or resuming a review."""

    reason = forms.CharField(
        label="Reason",
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 4}),
    )


class OptionStateForm(VersionedForm):
    """What becomes of an option."""

    state = forms.ChoiceField(
        label="What becomes of it?", choices=OptionStateKind, widget=fields.RadioSelect(small=True)
    )
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 4}),
    )
