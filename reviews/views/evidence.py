"""Supplying evidence for a gate, and accepting or returning it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.enums import Classification
from ftc.records.errors import UploadRefused
from ftc.records.working_date import working_date
from reviews import actions, forms, permissions
from reviews.enums import EvidenceKind
from reviews.models import Evidence, Review
from reviews.queries.evidence import EvidenceLine, evidence_lines, open_criteria
from reviews.queries.gate_records import record_of, records_of
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def evidence_add(request: Request, code: str) -> HttpResponse:
    """Supply a file, a link, a record or a note for a criterion of the review."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_supply(request.user, review)
    form = forms.EvidenceForm(
        request.POST or None,
        request.FILES or None,
        criteria=open_criteria(review),
        records=records_of(review, request.user),
        initial={"criterion": request.GET.get("criterion") or _first_criterion(review)},
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            evidence = _supply(request, review, form.cleaned_data)
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                f"“{evidence.title}” is supplied for {evidence.criterion.title}. "
                f"{_accepting(evidence)} accepts or returns it.{_closed_to(request, evidence)}",
            )
            return redirect(f"{review.get_absolute_url()}#gate")
    if form.errors:
        form.ask_for_file_again()
    context = {"review": review, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/evidence_add.html", context, status=status)


def _accepting(evidence: Evidence) -> str:
    who = permissions.who_does(evidence.criterion.role)
    return f"{who[:1].upper()}{who[1:]}"


def _closed_to(request: Request, evidence: Evidence) -> str:
    """What whoever supplied it is told where they may not open it themselves."""
    if Evidence.objects.visible_to(request.user).filter(pk=evidence.pk).exists():
        return ""
    return " You supplied it and may not open it: only those whose role reads exempt material may."


def _first_criterion(review: Review) -> str:
    first = open_criteria(review).first()
    return first.code if first else ""


def _supply(request: Request, review: Review, typed: dict[str, Any]) -> Evidence:
    kind = EvidenceKind.NOTE
    if typed["file"]:
        kind = EvidenceKind.FILE
    elif typed["url"]:
        kind = EvidenceKind.LINK
    elif typed["record"]:
        kind = EvidenceKind.RECORD
    record_kind, _, record_code = typed["record"].partition(":")
    is_exempt = typed["classification"] == Classification.EXEMPT
    return actions.supply_evidence(
        review=review,
        criterion=typed["criterion"],
        kind=kind,
        title=typed["title"],
        file=typed["file"],
        url=typed["url"],
        note=typed["note"],
        record_kind=record_kind,
        record_code=record_code,
        classification=Classification(typed["classification"]),
        exempt_paragraph=typed["exempt_paragraph"] if is_exempt else None,
        exempt_reason=typed["exempt_reason"] if is_exempt else "",
        effective_on=typed.get("effective_on"),
        reason=typed.get("reason", ""),
        by=request.user,
        now=timezone.now(),
        today=working_date(),
    )


@require_permission(Permission.REVIEW_READ)
@require_safe
def evidence_detail(request: Request, code: str, number: int) -> HttpResponse:
    """One piece of evidence, with the form to decide it for the one who may."""
    review = review_or_404(code)
    line = _line_or_404(request, review, number)
    return _show(request, review, line, _decide_form(request))


@require_permission(Permission.REVIEW_READ)
@require_POST
def evidence_decide(request: Request, code: str, number: int) -> HttpResponse:
    """Accept the evidence, or return it with a comment."""
    review = review_or_404(code)
    line = _line_or_404(request, review, number)
    with forbidden():
        permissions.check_can_decide(request.user, line.evidence)
    form = _decide_form(request)
    if form.is_valid():
        accepts = form.cleaned_data["outcome"] == form.ACCEPT
        act = actions.accept_evidence if accepts else actions.return_evidence
        try:
            check_present(request)
            act(
                evidence=line.evidence,
                by=request.user,
                now=timezone.now(),
                today=working_date(),
                comment=form.cleaned_data["comment"],
                effective_on=form.cleaned_data.get("effective_on"),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            line = _line_or_404(request, review, number)
        else:
            done = "accepted" if accepts else "returned"
            messages.success(request, f"“{line.evidence.title}” is {done}.")
            return redirect(f"{review.get_absolute_url()}#gate")
    return _show(request, review, line, form)


def _decide_form(request: Request) -> forms.DecideEvidenceForm:
    return forms.DecideEvidenceForm(
        request.POST or None, may_backdate=request.user.may(Permission.BACKDATE)
    )


def _line_or_404(request: Request, review: Review, number: int) -> EvidenceLine:
    for line in evidence_lines(review, as_at=request.as_at, user=request.user):
        if line.number == number and line.is_open:
            return line
    raise Http404("There is no such evidence, or it is not open to you.")


def _show(
    request: Request, review: Review, line: EvidenceLine, form: forms.DecideEvidenceForm
) -> HttpResponse:
    evidence, upload = line.evidence, line.evidence.upload
    record = None
    if evidence.kind == EvidenceKind.RECORD:
        kind, code = evidence.record_kind, evidence.record_code
        record = record_of(review, request.user, kind=kind, code=code)
    may_decide = (
        request.as_at is None
        and not line.is_decided
        and permissions.can_decide(request.user, line.evidence)
    )
    context = {
        "review": review,
        "line": line,
        "form": form if may_decide or form.errors else None,
        "may_decide": may_decide,
        "record": record,
        "file_url": reverse("records:upload-download", args=[upload.sha256, upload.name])
        if upload
        else "",
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/evidence_detail.html", context, status=status)
