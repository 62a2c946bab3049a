"""What is said of a supplier, and what narrows the list of them."""

from django import forms

from ftc.ui import fields
from reviews.enums import SupplierSector, SupplierSize
from reviews.forms.base import VersionedForm
from reviews.forms.engagement import ALL
from reviews.queries.engagement import SupplierFilters

NOT_KNOWN = [("", "Not known")]
KNOWN = [*ALL, ("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class SupplierForm(VersionedForm):
    """What a supplier is: nothing of persons, no address, no number."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="As the company, charity or public body calls itself",
    )
    size = forms.ChoiceField(
        label="Size",
        required=False,
        choices=[*SupplierSize.choices, *NOT_KNOWN],
        widget=fields.RadioSelect(small=True),
        help_text="Up to medium it is a small or medium-sized enterprise (SME)",
    )
    sector = forms.ChoiceField(
        label="Sector",
        required=False,
        choices=[*SupplierSector.choices, *NOT_KNOWN],
        widget=fields.RadioSelect(small=True),
    )
    business = forms.CharField(
        label="What it deals in",
        required=False,
        max_length=120,
        help_text="For example, facilities management",
    )


class SupplierFilterForm(forms.Form):
    """What narrows the suppliers; every filter is optional and need not say so."""

    marks_optional = False
    q = forms.CharField(label="Words in name or business", required=False, max_length=200)
    size = forms.ChoiceField(label="Size", required=False, choices=[*ALL, *SupplierSize.choices])
    sector = forms.ChoiceField(
        label="Sector", required=False, choices=[*ALL, *SupplierSector.choices]
    )
    sme = forms.ChoiceField(label="Small or medium-sized (SME)", required=False, choices=KNOWN)
    vcse = forms.ChoiceField(
        label="Voluntary, community or social enterprise (VCSE)", required=False, choices=KNOWN
    )

    @property
    def filters(self) -> SupplierFilters:
        """The filters as understood; of a form that is not valid, none."""
        return SupplierFilters(**self.cleaned_data) if self.is_valid() else SupplierFilters()
