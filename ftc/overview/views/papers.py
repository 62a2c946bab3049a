"""The register of papers, and one paper with what the records owe to it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ftc.overview.forms import PaperFilterForm
from ftc.overview.queries import papers as queries
from ftc.overview.queries.credited import KIND_BY_CODE, credited_rows, row_of
from ftc.overview.views.requests import as_at_of
from ftc.periods import long_date
from ftc.records.models import SourcePaper
from ftc.ui.components import Cell, Column, SummaryRow
from governance.enums import RecommendationStatus

PAGE_SIZE = 25
DOCUMENTS_SHOWN = 5
COLUMNS = [
    Column("Paper"),
    Column("Body"),
    Column("Meeting", "date"),
    Column("Published"),
    Column("Kind"),
]


@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """Papers that facts are read from, and below them those that FTC drew."""
    as_at = as_at_of(request)
    form = PaperFilterForm(request.GET, bodies=queries.bodies_with_papers(as_at))
    form.is_valid()
    body, words = (form.cleaned_data.get(name, "") for name in ("body", "q"))
    found = queries.papers(as_at=as_at, body=body, words=words)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter_form": form,
        "is_filtered": bool(body or words),
        "columns": COLUMNS,
        "rows": [
            [
                Cell(paper.title, url=paper.get_absolute_url(), hint=paper.code),
                paper.body_name,
                paper.meeting_on,
                paper.published_on or "Not printed",
                paper.kind.capitalize(),
            ]
            for paper in page
        ],
        "documents": queries.documents_made(request.user)[:DOCUMENTS_SHOWN],
    }
    return render(request, "overview/paper_list.html", context)


@require_safe
def paper_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What one paper says of the programme, and what its figures are compared with."""
    as_at = as_at_of(request)
    paper = get_object_or_404(SourcePaper, code=code)
    page = queries.paper_page(paper, user=request.user, as_at=as_at)
    context = {
        "page": page,
        "summary": _summary(page),
        "recommendation_columns": [
            Column("No."),
            Column("Asks the body to"),
            Column("Status"),
        ],
        "recommendation_rows": [
            [
                row.number,
                f"{row.verb.capitalize()}: {row.summary}",
                RecommendationStatus(row.status).label,
            ]
            for row in page.recommendations
        ],
        **_credited(request, page),
    }
    return render(request, "overview/paper_detail.html", context)


def _summary(page: queries.PaperPage) -> list[SummaryRow]:
    paper = page.paper
    published = long_date(paper.published_on) if paper.published_on else "Not printed"
    rows = [
        SummaryRow("Code", paper.code),
        SummaryRow("Kind", paper.kind.capitalize()),
        SummaryRow(
            "Body",
            page.body.name if page.body else paper.body_code,
            url=page.body.get_absolute_url() if page.body else "",
        ),
        SummaryRow(
            "Meeting",
            long_date(paper.meeting_on),
            url=page.meeting.get_absolute_url() if page.meeting else "",
        ),
        SummaryRow("Published", published),
    ]
    if not paper.published_on:
        rows.append(
            SummaryRow("Counts from", f"{paper.known_on:%-d %B %Y}, the day of its meeting")
        )
    return rows


def _credited(request: HttpRequest, page: queries.PaperPage) -> dict[str, object]:
    """The rows of the kind that was asked for, one page of them."""
    code = request.GET.get("kind", "")
    if not code or not page.is_known:
        return {"kind": None}
    if code not in KIND_BY_CODE:
        raise Http404("There is no such kind of row.")
    kind = KIND_BY_CODE[code]
    rows = credited_rows(kind, page.paper, user=request.user, as_at=as_at_of(request))
    listed = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [row_of(kind, row) for row in listed]
    return {
        "kind": kind,
        "listed": listed,
        "credited_columns": [Column(kind.many.capitalize()), Column("Where in the paper")],
        "credited_rows": [[Cell(row.words, url=row.url), row.source_ref] for row in shown],
    }
