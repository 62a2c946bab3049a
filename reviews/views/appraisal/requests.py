"""What the pages of one appraisal share: finding it, and who saved it last."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from ftc.organisation.requests import Request
from reviews.models import Appraisal, Review
from reviews.queries.saved import last_event
from reviews.views.requests import review_or_404


def appraisal_or_404(request: Request, code: str, number: int) -> tuple[Review, Appraisal]:
    """The review and its appraisal of this number, where this person may read it."""
    review = review_or_404(code)
    rows = Appraisal.objects.visible_to(request.user).filter(review=review, number=number)
    appraisal = rows.select_related("review", "agreed_by", "made_by").first()
    if appraisal is None:
        raise Http404("There is no appraisal of this number.")
    return review, appraisal


def to_appraisal(appraisal: Appraisal) -> HttpResponse:
    return redirect("reviews:appraisal-detail", appraisal.review.code, appraisal.number)


def saved_by(appraisal: Appraisal) -> dict[str, Any]:
    """Who saved it last and when, as the page of two versions names them."""
    by, at = last_event(appraisal)
    return {"theirs_by": by, "theirs_at": at}
