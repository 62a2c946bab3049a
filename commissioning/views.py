"""The commissioning cycle, its workstreams, and what the select committee recommended."""

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissioning import queries
from commissioning.models import Workstream
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.records.working_date import working_date
from ftc.ui.components import Column


@require_safe
@require_permission(Permission.REVIEW_READ)
def index(request: HttpRequest) -> HttpResponse:
    """The four-stage cycle with its standards, the workstreams, and the 27 recommendations."""
    as_at = _as_at(request)
    stages = queries.cycle(as_at)
    context = {
        "stages": stages,
        "knows_standards": not all(stage.is_empty for stage in stages),
        "columns": [Column("Workstream"), *queries.STEP_COLUMNS],
        "workstreams": queries.workstream_rows(as_at, as_at or working_date()),
        "report": queries.select_committee(as_at=as_at, user=request.user),
        "as_at": as_at,
    }
    return render(request, "commissioning/cycle_index.html", context)


@require_safe
@require_permission(Permission.REVIEW_READ)
def workstream_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A workstream with its timetable; as at a day before its paper, that it was not known."""
    as_at = _as_at(request)
    rows = Workstream.objects.select_related("parent", "source")
    workstream = get_object_or_404(rows, code=code)
    entries = workstream.timetable.as_at(as_at).order_by("order", "pk")
    context = {
        "workstream": workstream,
        "is_known": queries.is_known(workstream, as_at),
        "columns": queries.STEP_COLUMNS,
        "rows": [queries.step_row(entry, as_at or working_date()) for entry in entries],
        "as_at": as_at,
    }
    return render(request, "commissioning/workstream_detail.html", context)


def _as_at(request: HttpRequest) -> date | None:
    return cast("date | None", request.as_at)  # type: ignore[attr-defined]
