"""The delivery models with how often each is used."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from reviews.models import DeliveryModel


@dataclass(frozen=True)
class DeliveryModelLine:
    """A delivery model and the number of options that have it."""

    code: str
    name: str
    retired_on: date | None
    options: int


def delivery_model_lines() -> list[DeliveryModelLine]:
    """Every delivery model in its order, the retired ones too: one query."""
    rows = DeliveryModel.objects.annotate(used=Count("options")).order_by("order", "name")
    return [DeliveryModelLine(row.code, row.name, row.retired_on, row.used) for row in rows]
