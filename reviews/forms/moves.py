"""Moving a review through a gate, deferring and resuming it."""

from django import forms

from ftc.ui import fields
from reviews.forms.base import REASON_LENGTH, BackdatedForm, VersionedForm


class MoveForm(BackdatedForm, VersionedForm):
    """Moving a review through its gate, or starting it."""

    field_order = ["version", "effective_on", "reason"]


class ChangeStateForm(VersionedForm):
    """Deferring or resuming a review."""

    reason = forms.CharField(
        label="Reason",
        max_length=REASON_LENGTH,
        widget=fields.CountedTextarea(limit=REASON_LENGTH, attrs={"rows": 4}),
    )
