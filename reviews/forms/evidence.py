"""Supplying evidence for a gate and deciding it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet

from ftc.records.enums import Classification
from ftc.records.uploads import allowed_suffixes
from ftc.ui import fields
from reviews.forms.base import CLASSIFICATIONS, EXEMPT_PARAGRAPHS, REASON_LENGTH, BackdatedForm
from reviews.models import Criterion
from reviews.queries.gate_records import RecordOffered


class EvidenceForm(BackdatedForm):
    """A file, a link, a record of ours or a note for one criterion, with who may read it."""

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
    record = forms.ChoiceField(
        label="Record in FTC",
        required=False,
        help_text="Instead of a file. Shown as a link to those who may read it; what only some may "
        "read makes the evidence exempt as well",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=4000,
        widget=fields.CountedTextarea(limit=4000),
        help_text="On its own, or beside the file, the address or the record",
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
        "record",
        "note",
        "title",
        "classification",
        "exempt_paragraph",
        "exempt_reason",
        "effective_on",
        "reason",
    ]

    def __init__(
        self,
        *args: Any,
        criteria: QuerySet[Criterion],
        records: Sequence[RecordOffered],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer(records)
        choice = self.fields["criterion"]
        choice.queryset = criteria  # type: ignore[attr-defined]
        choice.label_from_instance = lambda row: f"{row.title} ({row.stage})"  # type: ignore[attr-defined]
        accept = allowed_suffixes()
        self.fields["file"].widget.attrs["accept"] = ",".join(accept)
        self.fields["file"].help_text = f"One of {', '.join(s.lstrip('.') for s in accept)}"
        if "effective_on" not in self.fields:
            del self.fields["reason"]

    def _offer(self, records: Sequence[RecordOffered]) -> None:
        """Offer the records under the names of their kinds."""
        kinds = groupby(records, key=lambda held: held.kind.label)
        grouped = [(kind, [(held.key, held.title) for held in rows]) for kind, rows in kinds]
        self.fields["record"].choices = [("", "None"), *grouped]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [name for name in ("file", "url", "record") if cleaned.get(name)]
        if given == ["file", "url"]:
            self.add_error("url", "Choose a file or enter an address, not both.")
        elif len(given) > 1:
            self.add_error("record", "Choose a record, a file or an address, one of them alone.")
        taken = {"file", "url", "record", "note"}
        if not given and not cleaned.get("note") and not taken & set(self.errors):
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
    effective_on = fields.DateInputField(
        label="Date it takes effect",
        required=False,
        help_text="Only when it was decided earlier; say why in the comment. Left empty, the "
        "working date counts.",
    )

    def __init__(self, *args: Any, may_backdate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_backdate:
            del self.fields["effective_on"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == self.RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", "Say what the evidence lacks.")
        return cleaned
