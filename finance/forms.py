"""The form that adds an entry to the ledger; it cleans input and nothing else."""

from typing import Any

from django import forms

from finance.enums import Basis, Scenario
from ftc.periods import FinancialYear
from ftc.ui.fields import CountedTextarea, DateInputField, MoneyField, RadioSelect


class FinancialYearField(forms.CharField):
    """A financial year as the papers print it, 2015/16; cleans to a FinancialYear."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"class": "govuk-input--width-5", "spellcheck": "false"})
        super().__init__(**({"widget": widget} | kwargs))

    def clean(self, value: Any) -> Any:
        printed = super().clean(value)
        try:
            return FinancialYear.parse(printed)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


class EntryForm(forms.Form):
    """Pounds of a saving in one year, on one basis."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    financial_year = FinancialYearField(label="Financial year", help_text="For example, 2015/16")
    basis = forms.ChoiceField(label="What the pounds are", choices=[("", "Choose"), *Basis.choices])
    scenario = forms.ChoiceField(
        label="Scenario",
        choices=Scenario.choices,
        initial=Scenario.TARGET.value,
        widget=RadioSelect(small=True, inline=True),
    )
    amount_gbp = MoneyField(
        label="Amount",
        help_text="That year’s pounds, not a running total. A negative amount takes back "
        "pounds recorded before.",
    )
    effective_on = DateInputField(
        label="Takes effect on",
        help_text="Before the working date only with the permission to backdate, and a reason.",
    )
    reason = forms.CharField(
        label="Reason", required=False, max_length=500, widget=CountedTextarea(limit=500)
    )

    def clean_basis(self) -> Basis:
        return Basis(self.cleaned_data["basis"])

    def clean_scenario(self) -> Scenario:
        return Scenario(self.cleaned_data["scenario"])
