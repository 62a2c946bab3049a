"""Keeping the controlled list of delivery models."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions
from reviews.errors import OptionRefused
from reviews.models import DeliveryModel


@transaction.atomic
def add_delivery_model(*, name: str, by: User, now: datetime) -> DeliveryModel:
    """Add a delivery model at the end of the list; its code is made of its name.

    Raises NotPermitted, or OptionRefused when the list has it, retired or not.
    """
    with history.recording(action="reviews.add_delivery_model", by=by, at=now):
        permissions.check_can_keep_delivery_models(by)
        # Locked first and read after the wait, so that two who add at once see one another.
        list(DeliveryModel.objects.select_for_update().order_by("pk").values_list("pk"))
        code = slugify(name).upper().replace("-", "_")[:30]
        if not code:
            raise OptionRefused("A delivery model's name has letters or digits.")
        for row in DeliveryModel.objects.all():
            if row.code == code or row.name.lower() == name.strip().lower():
                retired = ", but it is retired. Offer it again instead" if row.retired_on else ""
                raise OptionRefused(f"“{row}” is on the list already{retired}.")
        last = DeliveryModel.objects.aggregate(last=Max("order"))["last"] or 0
        return DeliveryModel.objects.create(code=code, name=name.strip(), order=last + 1)


@transaction.atomic
def retire_delivery_model(
    *, model: DeliveryModel, by: User, now: datetime, today: date
) -> DeliveryModel:
    """Offer a delivery model no longer, from the working date on; options that have it keep it.

    Raises NotPermitted, or OptionRefused when it is retired already.
    """
    with history.recording(action="reviews.retire_delivery_model", by=by, at=now):
        permissions.check_can_keep_delivery_models(by)
        locked = DeliveryModel.objects.select_for_update().get(pk=model.pk)
        if locked.retired_on is not None:
            raise OptionRefused(f"“{locked}” is retired already.")
        locked.retired_on = today
        locked.save(update_fields=["retired_on"])
    return locked


@transaction.atomic
def offer_delivery_model(*, model: DeliveryModel, by: User, now: datetime) -> DeliveryModel:
    """Offer a retired delivery model again.

    Raises NotPermitted, or OptionRefused when it is offered already.
    """
    with history.recording(action="reviews.offer_delivery_model", by=by, at=now):
        permissions.check_can_keep_delivery_models(by)
        locked = DeliveryModel.objects.select_for_update().get(pk=model.pk)
        if locked.retired_on is None:
            raise OptionRefused(f"“{locked}” is offered already.")
        locked.retired_on = None
        locked.save(update_fields=["retired_on"])
    return locked
