"""The form renderer: Django forms in the markup of the GOV.UK Design System."""

from typing import Any

from django.forms import BoundField, CheckboxInput, Field, Select, Textarea
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxSelectMultiple,
    ChoiceWidget,
    FileInput,
    MultiWidget,
    RadioSelect,
    Widget,
)
from django.utils.safestring import SafeString, mark_safe


class GovukBoundField(BoundField):
    """A field with the class names, ids and descriptions the design system asks for."""

    @property
    def aria_describedby(self) -> str | None:
        """Ids of what describes the field, in the design system's order: count, hint, error."""
        if not self.auto_id or self.is_hidden or self.field.widget.attrs.get("aria-describedby"):
            return None
        parts = {"info": self.count_limit, "hint": self.help_text, "error": self.errors}
        return " ".join(f"{self.auto_id}-{part}" for part, said in parts.items() if said) or None

    @property
    def count_limit(self) -> int | None:
        """The number of characters to count down from, for a ``CountedTextarea``."""
        return getattr(self.field.widget, "count_limit", None)

    @property
    def kind(self) -> str:
        """Which part of ``forms/field.html`` draws it: checkbox, options, date or input."""
        widget = self.field.widget
        if isinstance(widget, CheckboxInput):
            return "checkbox"
        return "group" if self.use_fieldset else "input"

    @property
    def is_optional(self) -> bool:
        """Whether the label says "(optional)": not on checkboxes, nor when the form says so."""
        marks = getattr(self.form, "marks_optional", True)
        return bool(marks and not self.field.required and self.kind != "checkbox")

    @property
    def messages(self) -> list[str]:
        """The errors, with Django's "This field is required." said in the words of the label."""
        return [
            self._required_message()
            if error.code == "required"
            and error.message == Field.default_error_messages["required"]
            else str(message)
            for error, message in zip(self.errors.as_data(), self.errors, strict=True)
        ]

    @property
    def error_anchor(self) -> str:
        """The id that the error summary links to: the first control of a group."""
        if self.is_hidden:
            return ""
        return f"{self.auto_id}_0" if self.kind == "group" else self.auto_id

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """Add class names; drop the browser's own validation, whose bubbles nobody can restyle."""
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        built.pop("aria-invalid", None)
        if self.count_limit:
            built["maxlength"] = False  # the limit is counted down to, not enforced while typing
        widget = widget or self.field.widget
        if isinstance(widget, MultiWidget):
            built["class"] = "govuk-input--error" if self.errors else ""
        elif not widget.is_hidden:
            added = _class_names(widget, has_errors=bool(self.errors))
            built["class"] = " ".join(filter(None, [added, widget.attrs.get("class")]))
        return built

    def _required_message(self) -> str:
        label = str(self.label)
        if isinstance(self.field.widget, FileInput):
            return f"Choose a file for {label[:1].lower()}{label[1:]}"
        verb = "Select" if isinstance(self.field.widget, ChoiceWidget | CheckboxInput) else "Enter"
        return (
            f"{verb}: {label}" if label.endswith("?") else f"{verb} {label[:1].lower()}{label[1:]}"
        )

    def as_filter_group(self) -> SafeString:
        """The field inside a filter panel, where everything is optional and need not say so."""
        context = {"field": self, "hide_optional": True}
        return mark_safe(self.renderer.render(self.template_name, context))


class GovukRenderer(TemplatesSetting):
    """``FORM_RENDERER``: ``{{ form }}`` gives every field; the page shows the error summary."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField


def _class_names(widget: Widget, *, has_errors: bool) -> str:
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
        return "govuk-checkboxes__input"
    if isinstance(widget, RadioSelect):
        return "govuk-radios__input"
    name = "govuk-input"
    if isinstance(widget, FileInput):
        name = "govuk-file-upload"
    elif isinstance(widget, Textarea):
        name = "govuk-textarea"
    elif isinstance(widget, Select | ChoiceWidget):
        name = "govuk-select"
    names = [name, f"{name}--error"] if has_errors else [name]
    if getattr(widget, "count_limit", None):
        names.append("govuk-js-character-count")
    return " ".join(names)
