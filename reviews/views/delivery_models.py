"""The controlled list of delivery models, which the portfolio office keeps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from reviews import actions, forms, permissions
from reviews.models import DeliveryModel
from reviews.queries.delivery_models import delivery_model_lines
from reviews.views.requests import forbidden


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
def delivery_model_list(request: Request) -> HttpResponse:
    """The list with how often each is used; the portfolio office adds to it here."""
    form = forms.DeliveryModelForm(request.POST or None)
    if request.method == "POST":
        with forbidden():
            permissions.check_can_keep_delivery_models(request.user)
        if form.is_valid():
            try:
                model = actions.add_delivery_model(
                    name=form.cleaned_data["name"], by=request.user, now=timezone.now()
                )
            except DomainError as refusal:
                form.add_error("name", str(refusal))
            else:
                messages.success(request, f"“{model}” is on the list.")
                return redirect("reviews:delivery-model-list")
    context = {
        "form": form,
        "lines": delivery_model_lines(),
        "may_keep": permissions.can_keep_delivery_models(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/delivery_model_list.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_POST
def delivery_model_retire(request: Request, model: str) -> HttpResponse:
    """Offer a delivery model no longer; options that have it keep it."""
    found = get_object_or_404(DeliveryModel, code=model)
    with forbidden():
        permissions.check_can_keep_delivery_models(request.user)
    try:
        actions.retire_delivery_model(
            model=found, by=request.user, now=timezone.now(), today=working_date()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found}” is retired.")
    return redirect("reviews:delivery-model-list")


@require_permission(Permission.REVIEW_READ)
@require_POST
def delivery_model_offer(request: Request, model: str) -> HttpResponse:
    """Offer a retired delivery model again."""
    found = get_object_or_404(DeliveryModel, code=model)
    with forbidden():
        permissions.check_can_keep_delivery_models(request.user)
    try:
        actions.offer_delivery_model(model=found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found}” is offered again.")
    return redirect("reviews:delivery-model-list")
