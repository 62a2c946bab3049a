"""Forms of documents."""

from typing import Any

from django import forms

from ftc.records import documents
from ftc.records.working_date import working_date
from ftc.ui.fields import DateInputField, RadioSelect


class DocumentForm(forms.Form):
    """Which report, and the date its figures are read at."""

    kind = forms.ChoiceField(label="Which report?", widget=RadioSelect)
    as_at = DateInputField(
        label="As at which date?",
        help_text="Figures and stages are read from the records as they stood on this day.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = documents.kind_definitions()
        field = self.fields["kind"]
        field.choices = [(definition.kind, definition.name) for definition in kinds]  # type: ignore[attr-defined]
        field.widget.hints = {str(d.kind): d.description for d in kinds}  # type: ignore[attr-defined]
        if len(kinds) == 1:
            field.initial = kinds[0].kind
        self.fields["as_at"].initial = working_date
