"""What is said of an option."""

from django import forms

from ftc.ui import fields
from reviews.enums import OptionStateKind
from reviews.forms.base import VersionedForm


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
