"""The pages of one review: where it stands, and its further sections at their own addresses."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.queries import risks
from ftc.records.working_date import working_date
from ftc.ui.components import HistoryItem, Link, Stage
from ftc.ui.drawing import drawn_once
from reviews import permissions, queries
from reviews.queries import engagement
from reviews.queries.evidence import evidence_lines
from reviews.queries.page import Gate, Glance, Head, head_for, review_page
from reviews.queries.page_sql import head_of
from reviews.queries.page_tables import Table, page_tables
from reviews.queries.scope import merged_reviews
from reviews.queries.section_tables import paper_tables

FIRST = "review-detail"
SECTIONS = {
    FIRST: "Overview",
    "review-gate": "Gate",
    "review-options": "Options",
    "review-business-cases": "Business cases",
    "review-engagement": "Engagement",
    "review-risks": "Risks",
    "review-papers": "Papers and decisions",
    "review-evidence": "Evidence",
    "review-scope": "Scope",
    "review-history": "History",
}


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def review_detail(request: Request, code: str) -> HttpResponse:
    """Where the review stands and what it is; a service's code leads to the review it is in."""
    page = review_page(code, as_at=request.as_at, today=working_date(), user=request.user)
    if page is None:
        return review_of_service(request, code, FIRST)
    context: dict[str, Any] = {
        "page": page,
        "review": page.review,
        "drawn_gate": draw_gate(page.gate, page.state_reason),
    }
    if request.htmx:
        return render(request, "reviews/_review_gate.html", context)
    tables = page_tables(page.review, as_at=request.as_at, may_set_options=page.moves.options)
    context |= section_frame(page.head, FIRST) | {
        "drawn_stages": draw_stages(page.stages),
        "drawn_glance": _glance(page.glance),
        "drawn_tables": [draw_table(table) for table in tables],
        "drawn_latest": _latest(page.latest, page.head.code),
    }
    return render(request, "reviews/review_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_engagement(request: Request, code: str) -> HttpResponse:
    """How the market was met for the review and its phase, and what papers count of it."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-engagement")
    asked: dict[str, Any] = {"user": request.user, "as_at": request.as_at}
    tables, left_out = engagement.register_tables(review, **asked, today=working_date())
    tables.append(engagement.counts_table(review, **asked))
    context: dict[str, Any] = {
        "review": review,
        "tables": tables,
        "left_out": left_out,
        "may_add": request.as_at is None and permissions.can_keep_engagement(request.user, review),
    }
    context |= section_frame(head_for(review), "review-engagement")
    return render(request, "reviews/review_engagement.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_risks(request: Request, code: str) -> HttpResponse:
    """The risks of the review as the papers tell them."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-risks")
    context = {"review": review, "risks": risks(as_at=request.as_at, activity=review.code)}
    context |= section_frame(head_for(review), "review-risks")
    return render(request, "reviews/review_risks.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_papers(request: Request, code: str) -> HttpResponse:
    """What papers recommend about the review, what bodies resolved and what was decided."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-papers")
    tables = paper_tables(review, as_at=request.as_at, user=request.user)
    context = {"review": review, "drawn_tables": [draw_table(table) for table in tables]}
    context |= section_frame(head_for(review), "review-papers")
    return render(request, "reviews/review_tables.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_evidence(request: Request, code: str) -> HttpResponse:
    """The evidence this person may read, and how much more there is."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-evidence")
    lines = evidence_lines(review, as_at=request.as_at, user=request.user)
    seen = [line for line in lines if line.is_open]
    closed = [line.number for line in lines if line.is_theirs and not line.is_open]
    context: dict[str, Any] = {
        "review": review,
        "evidence": seen,
        "closed_evidence": closed,
        "hidden_evidence": len(lines) - len(seen) - len(closed),
    }
    context |= section_frame(head_for(review), "review-evidence")
    return render(request, "reviews/review_evidence.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_history(request: Request, code: str) -> HttpResponse:
    """Who did what to the review, when and why; of now only."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-history")
    merged = merged_reviews(review, as_at=None) if review.merges and not request.as_at else []
    context = {"review": review, "merged": merged}
    context |= section_frame(head_for(review), "review-history")
    return render(request, "reviews/review_history.html", context)


def review_of_service(request: Request, code: str, section: str) -> HttpResponse:
    """Lead a service's code to the same section of the review it is in."""
    review = queries.review_for_code(code, request.as_at)
    if review is None:
        raise Http404("There is no review with this code.")
    query = request.META["QUERY_STRING"]
    address = reverse(f"reviews:{section}", args=[review.code])
    return redirect(f"{address}{f'?{query}' if query else ''}")


def section_frame(head: Head, section: str) -> dict[str, Any]:
    """What every section shares: the way back, the head and the tabs."""
    return {
        "head": head,
        "section": SECTIONS[section],
        "is_first": section == FIRST,
        "drawn_crumbs": _crumbs(head.title, head.url, section),
        "drawn_name": _name(head),
        "drawn_facts": _facts(head, section),
    }


@drawn_once
def _crumbs(title: str, url: str, section: str) -> SafeString:
    crumbs = [Link("Reviews", reverse("reviews:review-list"))]
    if section == FIRST:
        crumbs.append(Link(title, is_current=True))
    else:
        crumbs += [Link(title, url), Link(SECTIONS[section], is_current=True)]
    return render_to_string("_components/breadcrumbs.html", {"items": crumbs})


@drawn_once
def _name(head: Head) -> SafeString:
    return render_to_string("reviews/_review_name.html", {"head": head})


@drawn_once
def _facts(head: Head, section: str) -> SafeString:
    tabs = [
        Link(text, reverse(f"reviews:{name}", args=[head.code]), is_current=name == section)
        for name, text in SECTIONS.items()
    ]
    return render_to_string("reviews/_review_facts.html", {"head": head, "tabs": tabs})


@drawn_once
def draw_stages(stages: tuple[Stage, ...]) -> SafeString:
    """The stage bar of a review."""
    return render_to_string("_components/stage_bar.html", {"stages": stages})


@drawn_once
def draw_gate(gate: Gate, state_reason: str) -> SafeString:
    """What stands between a review and its next stage, without what a refused move adds."""
    return render_to_string(
        "reviews/_review_gate_tasks.html", {"gate": gate, "state_reason": state_reason}
    )


@drawn_once
def _glance(glance: Glance) -> SafeString:
    return render_to_string("reviews/_review_glance.html", {"glance": glance})


@drawn_once
def _latest(latest: tuple[HistoryItem, ...], code: str) -> SafeString:
    return render_to_string("reviews/_review_latest.html", {"latest": latest, "code": code})


@drawn_once
def draw_table(table: Table) -> SafeString:
    return render_to_string("reviews/_section_table.html", {"table": table})
