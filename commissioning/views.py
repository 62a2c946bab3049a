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
from ftc.programme.queries import known_by
from ftc.records.working_date import working_date


@require_safe
@require_permission(Permission.REVIEW_READ)
def index(request: HttpRequest) -> HttpResponse:
    """The four-stage cycle with its standards, the workstreams, and the 27 recommendations."""
    as_at = _as_at(request)
    themes = queries.recommendation_tables(as_at=as_at, user=request.user)
    stages = queries.cycle(as_at)
    context = {
        "stages": stages,
        "knows_standards": not all(stage.is_empty for stage in stages),
        "workstreams": queries.workstreams(as_at, as_at or working_date()),
        "themes": themes,
        "recommendation_count": sum(len(theme.rows) for theme in themes),
        "as_at": as_at,
    }
    return render(request, "commissioning/cycle_index.html", context)


@require_safe
@require_permission(Permission.REVIEW_READ)
def workstream_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A workstream with its timetable; one not yet known at the date is not there."""
    as_at = _as_at(request)
    known = known_by(Workstream.objects.select_related("parent", "source"), as_at)
    workstream = get_object_or_404(known, code=code)
    entries = workstream.timetable.as_at(as_at).select_related("source")
    context = {
        "workstream": workstream,
        "table": queries.timetable(workstream, entries, as_at or working_date()),
        "as_at": as_at,
    }
    return render(request, "commissioning/workstream_detail.html", context)


def _as_at(request: HttpRequest) -> date | None:
    return cast("date | None", request.as_at)  # type: ignore[attr-defined]
