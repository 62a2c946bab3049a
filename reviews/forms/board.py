"""What a card of the board sends when it is moved."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from reviews.models import Stage


class BoardMoveForm(forms.Form):
    """``move`` is "7-12": made on version 7 of the review, put in the column of stage 12."""

    move = forms.CharField(max_length=21, validators=[RegexValidator(r"^[0-9]{1,9}-[0-9]{1,9}$")])

    def clean(self) -> dict[str, Any]:
        """Adds ``version`` and ``stage``."""
        cleaned = super().clean() or {}
        if "move" in cleaned:
            version, stage = cleaned["move"].split("-")
            cleaned["version"] = int(version)
            cleaned["stage"] = Stage.objects.filter(pk=stage).first()
            if cleaned["stage"] is None:
                raise forms.ValidationError("There is no such stage.")
        return cleaned
