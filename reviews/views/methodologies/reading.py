"""Methodologies as everybody reads them: the list, a version with its diagram, differences."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.ui.charts import RouteChart, RouteStop
from reviews import permissions
from reviews.calculations.methodology_differences import differences
from reviews.policies.methodologies import shapes_of
from reviews.queries.methodologies import MethodologyPage, methodology_page, phase_versions
from reviews.views.methodologies.requests import crumbs, methodology_or_404


@require_permission(Permission.REVIEW_READ)
@require_safe
def methodology_list(request: Request) -> HttpResponse:
    """Each phase with the versions of its methodology."""
    context = {
        "phases": phase_versions(as_at=request.as_at),
        "may_change": _may_change(request),
    }
    return render(request, "reviews/methodology_list.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def methodology_detail(request: Request, phase: int, version: int) -> HttpResponse:
    """A version as a picture and as a list, with the reviews at each of its stages."""
    methodology = methodology_or_404(phase, version)
    page = methodology_page(methodology, as_at=request.as_at)
    shape = page.shape
    context = {
        "page": page,
        "shape": shape,
        "stages": [(stage, page.standing.get(stage.key, 0)) for stage in shape.stages],
        "chart": route_of(page),
        "crumbs": crumbs(shape),
        "may_change": _may_change(request),
        "is_not_yet": bool(
            request.as_at and (not shape.in_force_on or shape.in_force_on > request.as_at)
        ),
    }
    return render(request, "reviews/methodology_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def methodology_differences(request: Request, phase: int, version: int) -> HttpResponse:
    """What differs between two versions of a phase's methodology, in words."""
    methodology = methodology_or_404(phase, version)
    typed = request.GET.get("with", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    other = methodology_or_404(phase, int(typed)) if is_number else None
    if other is None:
        raise Http404("Say which version to compare with.")
    shapes = shapes_of([methodology.pk, other.pk])
    first, second = sorted((methodology, other), key=lambda one: one.version)
    before, after = shapes[first.pk], shapes[second.pk]
    context = {
        "before": before,
        "after": after,
        "differences": differences(before, after),
        "crumbs": crumbs(shapes[methodology.pk], "Differences"),
    }
    return render(request, "reviews/methodology_differences.html", context)


def route_of(page: MethodologyPage) -> RouteChart:
    """The picture of a version: its stages, how many reviews are at each, and the gates."""
    shape = page.shape
    gates = max(len(shape.stages) - 1, 0)
    return RouteChart(
        title=f"{shape.title}, version {shape.version}: {len(shape.stages)} stages, {gates} gates",
        stops=[
            RouteStop(
                name=stage.title,
                mark="The market is engaged" if stage.runs_market_engagement else "",
                note=_reviews(page.standing.get(stage.key, 0)),
                gate=tuple(criterion.title for criterion in stage.criteria),
            )
            for stage in shape.stages
        ],
        key=f"{shape.phase}-{shape.version}",
    )


def _reviews(count: int) -> str:
    return "No review" if not count else f"{count} review{'' if count == 1 else 's'}"


def _may_change(request: Request) -> bool:
    return request.as_at is None and permissions.can_keep_methodologies(request.user)
