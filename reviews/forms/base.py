"""What the forms of reviews share: the version, an earlier date, who may read."""

from typing import Any

from django import forms

from ftc.records.enums import Classification
from ftc.ui import fields

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
