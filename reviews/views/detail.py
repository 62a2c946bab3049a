"""The page of one review."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from reviews import queries
from reviews.queries.page import review_page
from reviews.queries.page_tables import review_tables


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def review_detail(request: Request, code: str) -> HttpResponse:
    """Where the review stands and what it is; a service's code leads to the review it is in."""
    review = queries.review_for_code(code)
    if review is None:
        raise Http404("There is no review with this code.")
    if review.code != code:
        query = request.META["QUERY_STRING"]
        return redirect(f"{review.get_absolute_url()}{f'?{query}' if query else ''}")
    page = review_page(review, as_at=request.as_at, today=working_date(), user=request.user)
    context = {"page": page, "review": page.review}
    if request.htmx:
        return render(request, "reviews/_review_gate.html", context)
    context["tables"] = review_tables(
        page.review,
        as_at=request.as_at,
        user=request.user,
        may_set_options=page.moves.options,
    )
    return render(request, "reviews/review_detail.html", context)
