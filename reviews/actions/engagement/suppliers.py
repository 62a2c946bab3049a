"""The register of suppliers: each once, without names, addresses or numbers of persons."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions
from reviews.actions.engagement.parts import hold_supplier_codes
from reviews.enums import SupplierSector, SupplierSize
from reviews.models import Supplier
from reviews.policies import engagement as rules


@dataclass(frozen=True)
class SupplierTerms:
    """What a supplier is; a size or sector that is not known is empty."""

    name: str
    size: SupplierSize | str = ""
    sector: SupplierSector | str = ""
    business: str = ""

    @property
    def clean_name(self) -> str:
        """The name without stray spaces, by which it is found again."""
        return " ".join(self.name.split())


@transaction.atomic
def add_supplier(*, terms: SupplierTerms, by: User, now: datetime) -> Supplier:
    """Add a supplier with the next code.

    Raises NotPermitted, or SupplierKnown when one of this name is in the register already.
    """
    with history.recording(action="reviews.add_supplier", by=by, at=now):
        permissions.check_can_keep_suppliers(by)
        hold_supplier_codes()
        rules.check_supplier(terms.clean_name)
        return Supplier.objects.create(
            code=_next_code(),
            name=terms.clean_name,
            size=terms.size,
            sector=terms.sector,
            business=terms.business.strip(),
        )


@transaction.atomic
def edit_supplier(
    *, supplier: Supplier, expected_version: int, terms: SupplierTerms, by: User, now: datetime
) -> Supplier:
    """Write what a supplier is.

    Raises NotPermitted, StaleVersion when somebody saved after ``expected_version`` was read, or
    SupplierKnown when another one has the name.
    """
    with history.recording(action="reviews.edit_supplier", by=by, at=now):
        permissions.check_can_keep_suppliers(by)
        hold_supplier_codes()
        row: Supplier = Supplier.objects.locked(pk=supplier.pk, expected_version=expected_version)
        rules.check_supplier(terms.clean_name, supplier=row)
        row.name = terms.clean_name
        row.size = terms.size
        row.sector = terms.sector
        row.business = terms.business.strip()
        row.version += 1
        row.save(update_fields=["name", "size", "sector", "business", "version"])
    return row


def _next_code() -> str:
    """ "SUP-0007"; the caller holds the lock of codes."""
    number = Supplier.objects.count() + 1
    while Supplier.objects.filter(code=f"SUP-{number:04d}").exists():
        number += 1
    return f"SUP-{number:04d}"
