"""Form fields and widgets of our own: dates in three parts, pounds, options with hints."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """Day, month and year in three boxes, in the markup of the GOV.UK date input."""

    template_name = "forms/widgets/date_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in _PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateInputField(forms.MultiValueField):
    """A date asked for as day, month and year; cleans to a ``date`` or None.

    Posted as ``<name>_day``, ``<name>_month`` and ``<name>_year``. Says what is missing, by name,
    and refuses dates that do not exist and years outside
    1900-2199. The month may be a number or a name.
    """

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("require_all_fields", False)
        self.required_message = (kwargs.get("error_messages") or {}).get("required")
        parts = [forms.CharField(required=False) for _ in _PARTS]
        super().__init__(parts, **kwargs)

    def clean(self, value: Any) -> date | None:
        entered = [str(part or "").strip() for part in (value or ["", "", ""])]
        label = str(self.label or "")
        named = (
            f"the {label[:1].lower()}{label[1:]}"
            if label and not label.endswith("?")
            else "the date"
        )
        if not any(entered):
            if self.required:
                raise ValidationError(self.required_message or f"Enter {named}", code="required")
            return None
        missing = [part for part, text in zip(_PARTS, entered, strict=True) if not text]
        if missing:
            raise ValidationError(
                f"{_sentence_case(named)} must include a {' and '.join(missing)}", code="incomplete"
            )
        cleaned = _as_date(entered)
        if cleaned is None:
            raise ValidationError(f"{_sentence_case(named)} must be a real date", code="invalid")
        self.run_validators(cleaned)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = [initial.day, initial.month, initial.year] if initial else ["", "", ""]
        return [str(part) for part in before] != [
            str(part or "").strip() for part in data or ["", "", ""]
        ]


class MoneyInput(forms.TextInput):
    """A text box with a pound sign before it; the attribute ``prefix`` is read by the template."""

    prefix = "£"
    suffix = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {"inputmode": "decimal", "class": "govuk-input--width-10", "spellcheck": "false"}
        super().__init__({**defaults, **(attrs or {})})


class MoneyField(forms.DecimalField):
    """Pounds, typed with or without £ and commas; cleans to a Decimal with two places at most."""

    widget = MoneyInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter an amount in pounds, like 1,250,000 or -40,000.50"
        self.error_messages["max_decimal_places"] = "Enter pounds and pence, with two decimals"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "").replace("−", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, Decimal | int) else value


class PercentInput(forms.TextInput):
    """A short text box with a percent sign after it."""

    prefix = ""
    suffix = "%"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {"inputmode": "decimal", "class": "govuk-input--width-4"}
        super().__init__({**defaults, **(attrs or {})})


class CountedTextarea(forms.Textarea):
    """A text area that counts down the characters left; the limit itself is the field's."""

    def __init__(self, *, limit: int, attrs: dict[str, Any] | None = None) -> None:
        self.count_limit = limit
        super().__init__({"rows": 5, **(attrs or {})})


class _OptionHints:
    """Options with a hint each, small or in one line where asked."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        small: bool = False,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        self.hints = dict(hints or {})
        self.modifiers = [name for name, on in (("small", small), ("inline", inline)) if on]
        super().__init__(**kwargs)

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(*args, **kwargs)  # type: ignore[misc]
        context["widget"]["modifiers"] = self.modifiers
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(option["value"]))
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-item-hint"
        return option


class RadioSelect(_OptionHints, forms.RadioSelect):
    """Radios; ``hints`` maps a choice's value to its hint, ``small`` and ``inline`` as named."""


class CheckboxSelectMultiple(_OptionHints, forms.CheckboxSelectMultiple):
    """Checkboxes; ``hints`` maps a choice's value to its hint, ``small`` as named."""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _as_date(entered: list[str]) -> date | None:
    day, month, year = entered
    named = month.lower()[:3]
    if named in _MONTHS:
        month = str(_MONTHS.index(named) + 1)
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal()):
        return None
    if not 1900 <= int(year) <= 2199:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
