"""Signing for a rating in place of the computed one. It cleans input only."""

from typing import Any

from django import forms

from ftc.programme.enums import Rag
from ftc.ui import fields


class SignOverrideForm(forms.Form):
    """The rating signed for, why, and until when; ``computed`` cannot be chosen."""

    rag = forms.ChoiceField(label="How does it stand?", widget=fields.RadioSelect(small=True))
    reason = forms.CharField(
        label="Why does it stand otherwise than its reviews do?",
        max_length=1000,
        help_text="Printed with your name wherever the status is shown",
        widget=fields.CountedTextarea(limit=1000, attrs={"rows": 4}),
    )
    expires_on = fields.DateInputField(
        label="Day on which it expires",
        help_text="The computed status is shown again from this day.",
    )

    def __init__(self, *args: Any, computed: Rag | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["rag"]
        choices.choices = [(rag.value, rag.label) for rag in Rag if rag != computed]
