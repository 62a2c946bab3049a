"""The pages of savings: the plan, a saving with its ledger, and the plan as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finance import actions, exchange, permissions, reports
from finance.forms import EntryForm
from finance.models import Saving
from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.organisation.permissions import require_permission
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField, Link

FORMATS = {
    "csv": ("text/csv; charset=utf-8", exchange.plan_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exchange.plan_xlsx,
    ),
}


@require_safe
@require_permission(Permission.FINANCE_READ)
def mtfp(request: HttpRequest) -> HttpResponse:
    """The Medium Term Financial Plan: what is required, identified and still to be found."""
    as_at = _as_at(request)
    context = {
        "page": reports.build_mtfp_page(as_at=as_at),
        "as_at": as_at,
        "exports": [
            Link("CSV", reverse("finance:plan-export", args=["csv"])),
            Link("Excel", reverse("finance:plan-export", args=["xlsx"])),
        ],
    }
    return render(request, "finance/savings_mtfp.html", context)


@require_safe
@require_permission(Permission.EXPORT)
def plan_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The plan as a file, as at the date the pages are shown for."""
    if extension not in FORMATS:
        raise Http404("The plan is offered as CSV and XLSX.")
    content_type, write = FORMATS[extension]
    as_at = _as_at(request)
    name = f"plan-as-at-{as_at.isoformat()}" if as_at else "plan"
    response = HttpResponse(write(as_at), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


@require_safe
@require_permission(Permission.FINANCE_READ)
def saving_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A saving with its ledger, and for a finance partner the form that adds to it."""
    saving = _saving(ref)
    form = None
    if permissions.may_add_entry(_user(request)) and _as_at(request) is None:
        form = EntryForm(initial=_initial(saving))
    return _show(request, saving, form)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FINANCE_EDIT)
def entry_add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add an entry to the ledger; a refused one comes back with what was typed."""
    saving = _saving(ref)
    form = EntryForm(request.POST or None, initial=_initial(saving))
    conflict: Sequence[ConflictField] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _add_entry(saving, form.cleaned_data, _user(request))
        except StaleVersion as refusal:
            conflict = reports.compare_with_last_entry(saving, form.cleaned_data)
            form = _on_version_now(saving, request.POST)
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The entry was added to the ledger.")
            return redirect(saving)
    return _show(request, saving, form, conflict)


def _saving(ref: str) -> Saving:
    return get_object_or_404(Saving.objects.select_related("activity", "source"), ref=ref)


def _initial(saving: Saving) -> dict[str, Any]:
    return {"version": saving.version, "effective_on": working_date()}


def _add_entry(saving: Saving, entered: dict[str, Any], by: User) -> None:
    actions.add_entry(
        saving=saving,
        financial_year=entered["financial_year"],
        basis=entered["basis"],
        scenario=entered["scenario"],
        amount_gbp=entered["amount_gbp"],
        effective_on=entered["effective_on"],
        reason=entered["reason"],
        by=by,
        now=timezone.now(),
        expected_version=entered["version"],
    )


def _on_version_now(saving: Saving, posted: QueryDict) -> EntryForm:
    """What was typed, on the version that stands now, so that it can be sent again on purpose."""
    typed = posted.copy()
    typed["version"] = str(_saving(saving.ref).version)
    return EntryForm(typed)


def _show(
    request: HttpRequest,
    saving: Saving,
    form: EntryForm | None,
    conflict: Sequence[ConflictField] = (),
) -> HttpResponse:
    as_at = _as_at(request)
    page = reports.build_saving_page(saving, as_at=as_at)
    context = {"page": page, "as_at": as_at, "form": form, "conflict": conflict}
    status = 422 if form is not None and form.errors else 200
    return render(request, "finance/saving_detail.html", context, status=status)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _as_at(request: HttpRequest) -> date | None:
    return cast("date | None", request.as_at)  # type: ignore[attr-defined]
