"""The board of reviews: what it shows, and a card moved to the next column."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.records.working_date import working_date
from ftc.ui.drawing import drawn_once
from reviews import actions, permissions
from reviews.errors import GateRefused
from reviews.forms.board import BoardMoveForm
from reviews.models import GatePassage, Review
from reviews.policies.board import check_goes_to
from reviews.queries.board import Board, BoardColumn, Card, board
from reviews.views.found import Asked, query_of
from reviews.views.requests import check_present, forbidden, review_or_404

SHOWN = "shown"
REFUSED = 422


def board_context(request: Request, asked: Asked) -> dict[str, Any]:
    """The boards as drawn, column by column, and the totals over all of them."""
    found = board(
        asked.reviews,
        user=request.user,
        as_at=asked.as_at,
        today=asked.today,
        stages=asked.stages,
        sort=asked.filter.sorted_by,
        shown=_shown(request),
    )
    return {
        "boards": _drawn(request, found),
        "totals": found.totals,
        "may_move": any(
            card.to_stage
            for each in found.boards
            for column in each.columns
            for card in column.cards
        ),
        "board_url": request.get_full_path(),
    }


def _shown(request: Request) -> dict[str, int]:
    """How many cards the address asks for by column: "shown=12-3.40" asks for 40 in 12-3."""
    asked = {}
    for given in request.GET.getlist(SHOWN):
        key, _, number = given.partition(".")
        if number.isascii() and number.isdigit() and len(number) < 6:
            asked[key] = int(number)
    return asked


def _drawn(request: Request, found: Board) -> list[dict[str, Any]]:
    return [
        {
            "title": each.title,
            "count": each.count,
            "columns": [
                {
                    "column": column,
                    "cards": [_card(card) for card in column.cards],
                    "more_url": _more_url(request, column),
                    "table_url": _table_url(request, column),
                }
                for column in each.columns
            ],
        }
        for each in found.boards
    ]


def _more_url(request: Request, column: BoardColumn) -> str:
    """The same board with more cards in this column."""
    if not column.more:
        return ""
    query = query_of(request)
    kept = [text for text in request.GET.getlist(SHOWN) if not text.startswith(f"{column.key}.")]
    query.setlist(SHOWN, [*kept, f"{column.key}.{column.more}"])
    return f"?{query.urlencode()}"


def _table_url(request: Request, column: BoardColumn) -> str:
    """The reviews of this column as a table; none for those not started, which no filter finds."""
    if not column.code:
        return ""
    return f"?{query_of(request, view='', stage=column.code).urlencode()}"


@drawn_once
def _card(card: Card) -> SafeString:
    return render_to_string("reviews/_board_card.html", {"card": card, "row": card.row})


@require_permission(Permission.REVIEW_READ)
@require_POST
@vary_on_headers("Accept")
def board_move(request: Request, code: str) -> HttpResponse:
    """Move a card to the next column where its gate is met; else say what is missing.

    A script that asks for JSON is answered in JSON, a form by a page.
    """
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_move(request.user, review)
    form = BoardMoveForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such stage.")
    try:
        check_present(request)
        check_goes_to(review, form.cleaned_data["stage"])
        passage = _record(request, review, form.cleaned_data["version"])
    except DomainError as refusal:
        return _refused(request, review, refusal)
    said = f"{review.title} is at {passage.to_stage}, from {long_date(passage.effective_on)}."
    if _wants_json(request):
        return JsonResponse({"message": said})
    messages.success(request, said)
    return redirect(_back(request))


def _record(request: Request, review: Review, version: int) -> GatePassage:
    act = actions.move_to_next_stage if review.stage_id else actions.start_review
    return act(
        review=review,
        expected_version=version,
        by=request.user,
        now=timezone.now(),
        today=working_date(),
    )


def _refused(request: Request, review: Review, refusal: DomainError) -> HttpResponse:
    missing = refusal.missing if isinstance(refusal, GateRefused) else []
    move_url = reverse("reviews:review-move", args=[review.code])
    if _wants_json(request):
        answer = {"message": str(refusal), "missing": missing, "move_url": move_url}
        return JsonResponse(answer, status=REFUSED)
    context = {
        "review": review,
        "sentence": str(refusal),
        "missing": missing,
        "move_url": move_url,
        "back_url": _back(request),
    }
    return render(request, "reviews/board_refused.html", context, status=REFUSED)


def _wants_json(request: Request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _back(request: Request) -> str:
    """The board the card was moved on, or the whole one."""
    address = request.POST.get("board", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return f"{reverse('reviews:review-list')}?view=board"
