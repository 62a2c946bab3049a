"""Bringing a sheet to import, and confirming what it would change."""

from typing import Any

from django import forms

from ftc.ui import fields
from reviews.enums import ImportKind


class ImportForm(forms.Form):
    """A sheet to import, and what its rows are.

    ``end`` stands after the file in the page: a browser sends the fields in their order, so an
    upload that was cut off has lost it.
    """

    WHOLE = "whole"
    kind = forms.ChoiceField(
        label="What are the rows of the sheet?",
        choices=[(k, k.label) for k in ImportKind if k != ImportKind.BULK_EDIT],
        widget=fields.RadioSelect(small=True),
    )
    file = forms.FileField(
        label="File",
        help_text="An Excel workbook (.xlsx) or a CSV file (.csv) of at most 5,000 rows",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Choose the file to import.",
            "empty": "The file is empty. Choose a file with something in it.",
        },
    )
    end = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("end") != self.WHOLE:
            self.errors.pop("file", None)
            self.add_error(
                "file", "The upload was cut off half way, so nothing was kept. Choose it again."
            )
        return cleaned


class ConfirmImportForm(forms.Form):
    """Confirming the preview of a version; where rows are wrong, that they are to be left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    leave_out_wrong = forms.BooleanField(label="Leave out the rows that are wrong", required=False)

    def __init__(self, *args: Any, has_wrong: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_wrong:
            del self.fields["leave_out_wrong"]
