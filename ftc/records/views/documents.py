"""Pages of documents: the list, the chooser, one document with its progress, and its acts."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError
from ftc.records import documents, permissions, queries
from ftc.records.enums import DocumentState
from ftc.records.forms import DocumentForm
from ftc.records.models import Document
from ftc.records.views.files import send_file
from ftc.records.working_date import working_date
from ftc.ui.components import Cell, Column

PAGE_SIZE = 25


@login_not_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """The documents this person may read; without signing in, the published ones."""
    rows = Document.objects.visible_to(request.user).select_related("requested_by")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": [Column("Report"), Column("Code"), Column("Figures as at", "date"),
                    Column("State"), Column("Pages", "number"), Column("Asked for", "date")],
        "rows": [
            [
                Cell(document.title, url=document.get_absolute_url()),
                document.code,
                document.as_at,
                Cell(_state_words(document), tag_colour=_state_colour(document)),
                "" if document.pages is None else document.pages,
                timezone.localdate(document.requested_at),
            ]
            for document in page
        ],
        "may_make": permissions.may_make_reports(request.user),
    }  # fmt: skip
    return render(request, "records/document_list.html", context)


@require_http_methods(["GET", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    """Choose a report and its date, and have it made."""
    permissions.check_may_make_reports(request.user)
    initial = {"as_at": request.as_at} if request.as_at else None  # type: ignore[attr-defined]
    form = DocumentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            document = documents.request_document(
                kind=form.cleaned_data["kind"],
                params=form.params(),
                as_at=form.cleaned_data["as_at"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("as_at", str(refusal))
        else:
            return redirect(document)
    status = 422 if form.errors else 200
    context = {"form": form, "kinds": documents.kind_definitions()}
    return render(request, "records/document_new.html", context, status=status)


@require_safe
def document_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """A report in a page, as it would be printed now; nothing is kept."""
    permissions.check_may_make_reports(request.user)
    definition = {d.kind.lower(): d for d in documents.kind_definitions()}.get(kind)
    if definition is None:
        raise Http404("There is no report of this kind.")
    as_at = request.as_at or working_date()  # type: ignore[attr-defined]
    try:
        report = documents.build_report(kind=definition.kind, as_at=as_at, params={})
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("records:document-new")
    context = {"definition": definition, "report": report}
    return render(request, "records/document_preview.html", context)


@login_not_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def document_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A document: how far it is while it is drawn, then its file and the figures it froze."""
    document = _readable(request, code)
    is_fragment = bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "records/_document_state.html" if is_fragment else "records/document_detail.html"
    return render(request, template, _context(request, document))


@login_not_required
@require_safe
def document_download(request: HttpRequest, code: str) -> FileResponse:
    """The PDF of a finished document, by the name of its code."""
    document = _readable(request, code)
    if document.state != DocumentState.READY:
        raise Http404("This report has no file.")
    return send_file(
        document.file.open("rb"),
        name=f"{document.code}.pdf",
        content_type="application/pdf",
        in_browser="view" in request.GET,
    )


@require_POST
def document_cancel(request: HttpRequest, code: str) -> HttpResponse:
    permissions.check_may_make_reports(request.user)
    return _act(request, code, documents.cancel_document)


@require_POST
def document_retry(request: HttpRequest, code: str) -> HttpResponse:
    permissions.check_may_make_reports(request.user)
    return _act(request, code, documents.retry_document)


@require_POST
def document_publish(request: HttpRequest, code: str) -> HttpResponse:
    permissions.check_may_publish_reports(request.user)
    return _act(request, code, documents.publish_document)


def _act(request: HttpRequest, code: str, action: Callable[..., Document]) -> HttpResponse:
    """Take an action on a document and show it; a refusal is told on the document's own page."""
    document = _readable(request, code)
    try:
        document = action(document=document, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        document.refresh_from_db()
        context = _context(request, document)
        return render(request, "records/document_detail.html", context, status=422)
    return redirect(document)


def _readable(request: HttpRequest, code: str) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("requested_by")
    return get_object_or_404(rows, code=code)


def _context(request: HttpRequest, document: Document) -> dict[str, object]:
    may_make = permissions.may_make_reports(request.user)
    is_unfinished = document.state in (DocumentState.QUEUED, DocumentState.DRAWING)
    return {
        "document": document,
        "state_words": _state_words(document),
        "state_colour": _state_colour(document),
        "is_unfinished": is_unfinished,
        "step": _step(document),
        "elapsed": queries.elapsed(document, timezone.now()),
        "file_size": queries.file_size(document.size),
        "frozen": queries.frozen_rows(document) if document.state == DocumentState.READY else [],
        "may_cancel": may_make and is_unfinished,
        "may_retry": may_make and document.state in (DocumentState.FAILED, DocumentState.CANCELLED),
        "may_publish": permissions.may_publish_reports(request.user)
        and document.state == DocumentState.READY
        and document.published_at is None,
    }


def _step(document: Document) -> str:
    """What the worker does now, in words."""
    if document.state == DocumentState.QUEUED:
        return "Waiting for the worker"
    return documents.STEPS[min(document.steps_done, len(documents.STEPS) - 1)]


def _state_words(document: Document) -> str:
    return "Published" if document.published_at else document.get_state_display()


def _state_colour(document: Document) -> str:
    return queries.STATE_COLOURS[DocumentState(document.state)]
