"""The register: its list with filters and picture, one engagement, adding and cancelling."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.models import Activity
from ftc.records.working_date import working_date
from reviews import exchange_register, permissions
from reviews.actions import engagement as actions
from reviews.actions.engagement.parts import review_at
from reviews.actions.engagement.register import EngagementTerms
from reviews.enums import EngagementKind, EngagementState
from reviews.forms.engagement import (
    ChooseActivityForm,
    EngagementFilterForm,
    EngagementForm,
    ReasonForm,
    chosen_in_words,
    problems_of,
)
from reviews.models import MarketEngagement
from reviews.queries import engagement as queries
from reviews.queries.engagement.choices import activities_offered, services_offered
from reviews.queries.engagement.sections import COLUMNS, line_of
from reviews.views.engagement.requests import (
    REFUSED,
    both_versions,
    classified_of,
    engagement_or_404,
    exports_of,
    kept_or_403,
    may_keep,
    refused_in_words,
    secrecy_of,
    sent_as,
    today_only,
)
from reviews.views.requests import check_present, forbidden

PAGE_SIZE = 50
NOTHING_TO_KEEP = (
    "Only the lead of a review that is going on and the portfolio office may record market "
    "engagement."
)
TYPED = ["kind", "title", "reference", "council", "starts_on", "ends_on", "summary"]


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def engagement_list(request: Request) -> HttpResponse:
    """The register as filtered, a page of it, with a picture of the answers by service."""
    as_at = request.as_at
    choices = queries.engagement_choices(user=request.user, as_at=as_at)
    form = EngagementFilterForm(request.GET, choices=choices)
    problems = problems_of(form)
    rows = _found(request, form)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    by_service = queries.responses_by_service(rows, user=request.user, as_at=as_at)
    context = {
        "form": form,
        "problems": problems,
        "chosen": chosen_in_words(form),
        "page": page,
        "columns": COLUMNS,
        "rows": [line_of(row) for row in page.object_list],
        "chart": queries.services_chart(by_service),
        "left_out": queries.left_out(user=request.user, as_at=as_at),
        "exports": exports_of(request, "reviews:engagement-export"),
        "may_add": as_at is None and activities_offered(request.user).exists(),
    }
    name = "_engagement_results" if request.htmx else "engagement_list"
    status = REFUSED if problems else 200
    return render(request, f"reviews/{name}.html", context, status=status)


@require_permission(Permission.EXPORT)
@require_safe
def engagement_export(request: Request, file_format: str) -> HttpResponse:
    """The register as filtered, as a file; refused in words when a filter is unclear."""
    choices = queries.engagement_choices(user=request.user, as_at=request.as_at)
    form = EngagementFilterForm(request.GET, choices=choices)
    if problems := problems_of(form):
        return refused_in_words(problems)
    return sent_as(
        request,
        file_format,
        name="market-engagement",
        head=exchange_register.ENGAGEMENT_HEAD,
        rows=exchange_register.engagement_rows(_found(request, form)),
        about=exchange_register.about(
            as_at=request.as_at,
            filters=chosen_in_words(form),
            left_out=queries.left_out(user=request.user, as_at=request.as_at),
        ),
    )


@require_permission(Permission.REVIEW_READ)
@require_safe
def engagement_detail(request: Request, code: str) -> HttpResponse:
    """One engagement: what it is, who was invited and answered, and what was noted."""
    engagement = engagement_or_404(request, code)
    keeps = request.as_at is None and may_keep(request.user, engagement)
    page = queries.engagement_page(
        code,
        user=request.user,
        as_at=request.as_at,
        today=working_date(),
        may_edit=keeps and engagement.cancelled_on is None,
    )
    if page is None:
        raise Http404("It was not known on that day.")
    context = {
        "page": page,
        "engagement": page.engagement,
        "may_keep": keeps,
        "is_cancelled": page.state == EngagementState.CANCELLED,
        "may_cancel": page.state in (EngagementState.PLANNED, EngagementState.OPEN),
    }
    return render(request, "reviews/engagement_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only("reviews:engagement-list")
def engagement_add(request: Request) -> HttpResponse:
    """Choose a review or a phase, then record how the market is met for it."""
    offered = activities_offered(request.user)
    if not offered.exists():
        raise PermissionDenied(NOTHING_TO_KEEP)
    asked = ChooseActivityForm(request.GET or None, activities=offered)
    if not asked.is_valid():
        _check_may_keep(request)
        status = REFUSED if asked.errors else 200
        return render(request, "reviews/engagement_choose.html", {"form": asked}, status=status)
    activity = asked.cleaned_data["activity"]
    form = EngagementForm(
        request.POST or None, services=services_offered(activity.pk), initial={"version": 1}
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            engagement = actions.add_engagement(
                activity=activity, terms=_terms(form), by=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _recorded(request, engagement)
    context = {"form": form, "activity": activity}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_form.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only("reviews:engagement-detail")
def engagement_edit(request: Request, code: str) -> HttpResponse:
    """Edit what an engagement is; who saves second is shown both versions and loses nothing."""
    engagement = kept_or_403(request, code)
    form = EngagementForm(
        request.POST or None,
        services=services_offered(engagement.activity_id, engagement),
        initial=_as_saved(engagement),
    )
    context: dict[str, Any] = {"form": form, "engagement": engagement}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_engagement(
                engagement=engagement,
                expected_version=form.cleaned_data["version"],
                terms=_terms(form),
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            saved = engagement_or_404(request, code)
            names = [*TYPED, "services", "classification", "exempt_paragraph", "exempt_reason"]
            context |= both_versions(form, saved, _as_saved(saved, named=True), names)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("reviews:engagement-detail", code)
    context["activity"] = engagement.activity
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_form.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only("reviews:engagement-detail")
def engagement_cancel(request: Request, code: str) -> HttpResponse:
    """Cancel an engagement, or take its cancellation back, with a reason."""
    engagement = kept_or_403(request, code)
    is_cancelled = engagement.cancelled_on is not None
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        common: dict[str, Any] = {"by": request.user, "now": timezone.now(), "reason": reason}
        try:
            check_present(request)
            if is_cancelled:
                actions.reinstate_engagement(engagement=engagement, **common)
            else:
                actions.cancel_engagement(engagement=engagement, today=working_date(), **common)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "goes on" if is_cancelled else "is cancelled"
            messages.success(request, f"“{engagement.title}” {done}.")
            return redirect("reviews:engagement-detail", code)
    context = {"form": form, "engagement": engagement, "is_cancelled": is_cancelled}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_cancel.html", context, status=status)


def _check_may_keep(request: Request) -> None:
    """403 for a review or a phase that there is and that this person does not keep."""
    asked = Activity.objects.filter(code=request.GET.get("activity", "").replace("\0", "")).first()
    if asked is not None:
        with forbidden():
            permissions.check_can_keep_engagement(request.user, review_at(asked.pk))


def _found(request: Request, form: EngagementFilterForm) -> Any:
    """The engagements asked for; none of them when a filter was not understood."""
    rows = queries.engagements(user=request.user, as_at=request.as_at, today=working_date())
    return rows.none() if form.errors else queries.filtered(rows, form.filters)


def _recorded(request: Request, engagement: MarketEngagement) -> HttpResponse:
    """On to the engagement, or to the list for someone whose role does not read it."""
    messages.success(request, f"“{engagement.title}” is recorded as {engagement.code}.")
    if MarketEngagement.objects.visible_to(request.user).filter(pk=engagement.pk).exists():
        return redirect("reviews:engagement-detail", engagement.code)
    messages.info(request, "It is exempt, and your role does not read exempt material.")
    return redirect("reviews:engagement-list")


def _terms(form: EngagementForm) -> EngagementTerms:
    typed = form.cleaned_data
    return EngagementTerms(
        kind=EngagementKind(typed["kind"]),
        title=typed["title"],
        reference=typed["reference"],
        council=typed["council"],
        starts_on=typed["starts_on"],
        ends_on=typed["ends_on"],
        summary=typed["summary"],
        services=list(typed.get("services", ())),
        classified=classified_of(typed),
    )


def _as_saved(engagement: MarketEngagement, *, named: bool = False) -> dict[str, Any]:
    """What the form starts from; ``named`` gives services as people read them."""
    services = [str(row) if named else row.code for row in engagement.services.all()]
    return {
        "version": engagement.version,
        **{name: getattr(engagement, name) for name in TYPED},
        "services": services,
        **secrecy_of(engagement),
    }
