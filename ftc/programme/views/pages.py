"""Pages of the programme: its phases, themes, portfolios, milestones, risks and lessons."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.programme import exchange, forms, permissions, queries
from ftc.programme.models import Lesson, Milestone, Risk
from ftc.programme.tables import lesson_table, milestone_table, risk_table
from ftc.records.working_date import working_date

PAGE = 25


@require_safe
def index(request: Request) -> HttpResponse:
    """Phases with their windows, themes with their milestones, the portfolios."""
    as_at = request.as_at
    themes = queries.themes(as_at=as_at)
    dated = [line for theme in themes for line in theme.milestones]
    context = {
        "phases": queries.phases(as_at=as_at),
        "themes": [
            (theme, milestone_table(theme.milestones, with_activity=False)) for theme in themes
        ],
        "portfolios": queries.portfolios(as_at=as_at),
        "others": queries.other_activities(as_at=as_at),
        "chart": queries.timeline(
            dated, title="Milestones of the themes", today=as_at or working_date()
        ),
        "nothing": _nothing_of("phase", "portfolio", "theme", as_at=as_at),
        "as_at": as_at,
    }
    return render(request, "programme/index.html", context)


@require_safe
def portfolio_detail(request: Request, code: str) -> HttpResponse:
    """A change portfolio: who owns it and which programmes it holds."""
    lines = queries.portfolios(as_at=request.as_at, code=code)
    if not lines:
        raise Http404("There was no such portfolio at that date.")
    line = lines[0]
    keys = [programme.pk for programme in line.programmes]
    rows = queries.milestones(as_at=request.as_at).filter(activity__in=keys)
    milestones = queries.milestone_lines(rows, request.as_at)
    context = {
        "line": line,
        "portfolio": line.portfolio,
        "milestones": milestones,
        "table": milestone_table(milestones),
        "as_at": request.as_at,
    }
    return render(request, "programme/portfolio_detail.html", context)


@require_safe
@vary_on_headers("HX-Request")
def milestone_list(request: Request) -> HttpResponse:
    """Milestones by date, with what was last reported of each."""
    form = _milestone_filters(request)
    page = Paginator(_milestones(request, form), PAGE).get_page(request.GET.get("page"))
    lines = queries.milestone_lines(page.object_list, request.as_at)
    context = {
        "form": form,
        "is_filtered": _is_filtered(form),
        "page": page,
        "table": milestone_table(lines),
        "as_at": request.as_at,
    }
    name = "_milestone_table" if request.htmx else "milestone_list"
    return render(request, f"programme/{name}.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def milestone_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    rows = _milestones(request, _milestone_filters(request))
    lines = queries.milestone_lines(rows, request.as_at)
    return exchange.csv_file(
        "milestones.csv", exchange.MILESTONE_HEAD, exchange.milestone_rows(lines)
    )


@require_safe
@vary_on_headers("HX-Request")
def risk_list(request: Request) -> HttpResponse:
    """Risks as the papers tell them."""
    form = _risk_filters(request)
    page = Paginator(_risks(request, form), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": _is_filtered(form),
        "page": page,
        "table": risk_table(page.object_list),
        "as_at": request.as_at,
    }
    name = "_risk_table" if request.htmx else "risk_list"
    return render(request, f"programme/{name}.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def risk_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    rows = _risks(request, _risk_filters(request))
    return exchange.csv_file("risks.csv", exchange.RISK_HEAD, exchange.risk_rows(rows))


@require_safe
def risk_detail(request: Request, code: str) -> HttpResponse:
    """A risk: what may happen, how it is rated, what is done about it."""
    risk = get_object_or_404(queries.risks(as_at=request.as_at), code=code)
    context = {
        "risk": risk,
        "as_at": request.as_at,
        "may_keep": request.as_at is None
        and permissions.may_keep_registers(request.user, risk.activity),
    }
    return render(request, "programme/risk_detail.html", context)


@require_safe
@vary_on_headers("HX-Request")
def lesson_list(request: Request) -> HttpResponse:
    """What was learnt and what was done about it."""
    reports = Lesson.objects.order_by("report_title").values_list("report_title", flat=True)
    form = forms.LessonFilterForm(request.GET, reports=reports.distinct())
    report = form.cleaned_data["report"] if form.is_valid() else ""
    rows = queries.lessons(as_at=request.as_at, report=report)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": bool(report),
        "page": page,
        "table": lesson_table(page.object_list),
        "as_at": request.as_at,
    }
    name = "_lesson_table" if request.htmx else "lesson_list"
    return render(request, f"programme/{name}.html", context)


def _nothing_of(*things: str, as_at: date | None) -> dict[str, str]:
    """What the page says where there is none of a thing, or none was known yet."""
    when = f"was known by {long_date(as_at)}" if as_at else "is recorded"
    return {thing: f"No {thing} {when}." for thing in things}


def _is_filtered(form: forms.MilestoneFilterForm | forms.RiskFilterForm) -> bool:
    return form.is_valid() and any(form.cleaned_data.values())


def _milestone_filters(request: Request) -> forms.MilestoneFilterForm:
    choices = queries.activities_with("milestones").values_list("code", "title")
    return forms.MilestoneFilterForm(request.GET, activities=choices)


def _milestones(request: Request, form: forms.MilestoneFilterForm) -> QuerySet[Milestone]:
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.milestones(as_at=request.as_at, **chosen)


def _risk_filters(request: Request) -> forms.RiskFilterForm:
    choices = queries.activities_with("risks").values_list("code", "title")
    return forms.RiskFilterForm(request.GET, activities=choices)


def _risks(request: Request, form: forms.RiskFilterForm) -> QuerySet[Risk]:
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.risks(as_at=request.as_at, **chosen)
