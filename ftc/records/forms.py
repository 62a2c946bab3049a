"""Forms of documents."""

from typing import Any

from django import forms

from ftc.records import documents
from ftc.records.working_date import working_date
from ftc.ui.fields import DateInputField, RadioSelect


class DocumentForm(forms.Form):
    """Which report, the date its figures are read at, and who is named as its author."""

    kind = forms.ChoiceField(label="Which report?", widget=RadioSelect)
    as_at = DateInputField(
        label="As at which date?",
        help_text="Figures and stages are read from the records as they stood on this day.",
    )

    author = forms.CharField(
        label="Report author",
        required=False,
        max_length=160,
        help_text="Name and post, as printed at the end of the report.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = documents.kind_definitions()
        field = self.fields["kind"]
        field.choices = [(definition.kind, definition.name) for definition in kinds]  # type: ignore[attr-defined]
        field.widget.hints = {str(d.kind): d.description for d in kinds}
        if len(kinds) == 1:
            field.initial = kinds[0].kind
        self.fields["as_at"].initial = working_date

    def params(self) -> dict[str, str]:
        """What the builder is given beside the date; nothing for what was left blank."""
        author = self.cleaned_data["author"]
        return {"author": author} if author else {}
