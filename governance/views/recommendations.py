"""The recommendations list and the pages of decisions."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.exchange import csv_file
from ftc.programme.queries import known_by
from governance import exchange, forms, queries
from governance.alternatives import alternatives_of
from governance.enums import DecisionState
from governance.models import Body, Decision, Recommendation
from governance.tables import decision_table, recommendation_table

PAGE = 25


@require_safe
@vary_on_headers("HX-Request")
def recommendation_list(request: Request) -> HttpResponse:
    """Recommendations in the order of the papers, with what became of each."""
    form = _filters(request)
    page = Paginator(_filtered(request, form), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
        "page": page,
        "table": recommendation_table(page.object_list),
        "as_at": request.as_at,
    }
    name = "_recommendation_table" if request.htmx else "recommendation_list"
    return render(request, f"governance/{name}.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def recommendation_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    rows = exchange.recommendation_rows(_filtered(request, _filters(request)))
    return csv_file("recommendations.csv", exchange.RECOMMENDATION_HEAD, rows)


@require_safe
def decision_list(request: Request) -> HttpResponse:
    """Decisions by number."""
    rows = known_by(Decision.objects.select_related("maker", "source"), request.as_at)
    page = Paginator(rows.order_by("code"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "table": decision_table(page.object_list), "as_at": request.as_at}
    return render(request, "governance/decision_list.html", context)


@require_safe
def decision_detail(request: Request, code: str) -> HttpResponse:
    """A decision: who makes it, whether it is key, how far it has got, what it is about."""
    rows = Decision.objects.select_related("maker", "maker_person", "considered_at__body", "source")
    decision = get_object_or_404(rows, code=code)
    as_at = request.as_at
    if not known_by(Decision.objects.filter(pk=decision.pk), as_at).exists():
        raise Http404("This decision was not yet known at the date you are looking back to.")
    is_taken = decision.taken_on is not None and (as_at is None or decision.taken_on <= as_at)
    state = decision.state if is_taken else DecisionState.PROPOSED
    if state == DecisionState.IN_FORCE and as_at and decision.effective_on:
        state = DecisionState.IN_FORCE if decision.effective_on <= as_at else DecisionState.TAKEN
    activities = list(decision.activities.order_by("code"))
    context = {
        "decision": decision,
        "state": DecisionState(state),
        "is_taken": is_taken,
        "activities": activities,
        "alternatives": alternatives_of(
            [activity.pk for activity in activities],
            as_at=decision.taken_on if is_taken else as_at,
            user=request.user,
        ),
        "as_at": as_at,
    }
    return render(request, "governance/decision_detail.html", context)


def _filters(request: Request) -> forms.RecommendationFilterForm:
    reports, themes = queries.reports_and_themes(request.user)
    bodies = Body.objects.filter(recommendations__isnull=False).distinct()
    return forms.RecommendationFilterForm(
        request.GET, reports=reports, themes=themes, bodies=bodies.values_list("code", "name")
    )


def _filtered(request: Request, form: forms.RecommendationFilterForm) -> QuerySet[Recommendation]:
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.recommendations(user=request.user, as_at=request.as_at, **chosen)
