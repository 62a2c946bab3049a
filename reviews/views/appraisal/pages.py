"""What an appraisal is and gives: its page, its print, its workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from reviews.exchange.appraisal import appraisal_xlsx
from reviews.models import Appraisal, Review
from reviews.queries.appraisal import appraisals_of, read_result
from reviews.queries.appraisal_page import AppraisalPage, appraisal_page
from reviews.queries.appraisal_scores import knows_result_on, moderation_of
from reviews.queries.appraisal_tables import costs_table, marks_table, result_table
from reviews.queries.page_tables import Table
from reviews.views.appraisal.requests import appraisal_or_404
from reviews.views.detail import draw_table
from reviews.views.requests import review_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_permission(Permission.REVIEW_READ)
@require_safe
def appraisal_latest(request: Request, code: str) -> HttpResponse:
    """Lead to the newest appraisal this person may read, else to the options."""
    review = review_or_404(code)
    rows = appraisals_of(review, user=request.user, as_at=request.as_at)
    if not rows:
        return redirect("reviews:review-options", review.code)
    return redirect("reviews:appraisal-detail", review.code, rows[0].number)


@require_permission(Permission.REVIEW_READ)
@require_safe
def appraisal_detail(request: Request, code: str, number: int) -> HttpResponse:
    """Where the appraisal stands, what it gives, and what would change the answer."""
    review, appraisal = appraisal_or_404(request, code, number)
    page = appraisal_page(appraisal, as_at=request.as_at, user=request.user)
    context = _context(review, appraisal, page)
    return render(request, "reviews/appraisal_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def appraisal_print(request: Request, code: str, number: int) -> HttpResponse:
    """The whole of the appraisal on paper: every table open, nothing to press."""
    review, appraisal = appraisal_or_404(request, code, number)
    page = appraisal_page(appraisal, as_at=request.as_at, user=request.user)
    context = _context(review, appraisal, page)
    return render(request, "reviews/appraisal_print.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def appraisal_export(request: Request, code: str, number: int) -> HttpResponse:
    """The appraisal as a workbook, as far as this person may read it on the day shown."""
    _, appraisal = appraisal_or_404(request, code, number)
    is_known = knows_result_on(appraisal, request.as_at)
    sheet = appraisal_xlsx(
        read_result(appraisal, as_at=request.as_at, with_simulation=True) if is_known else None,
        moderation_of(appraisal, request.user) if is_known else None,
        appraisal,
        as_at=request.as_at,
    )
    response = HttpResponse(sheet, content_type=XLSX)
    name = f"appraisal-{appraisal.review.code}-{appraisal.number}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _context(review: Review, appraisal: Appraisal, page: AppraisalPage) -> dict[str, Any]:
    tables: list[Table] = []
    if page.result is not None:
        tables = [result_table(page.result), marks_table(page.result), costs_table(page.result)]
    return {
        "review": review,
        "appraisal": appraisal,
        "page": page,
        "drawn_tables": {table.id: draw_table(table) for table in tables},
    }
