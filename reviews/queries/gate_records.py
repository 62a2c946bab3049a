"""Records of FTC that may be evidence for a review, as far as one person may read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ftc.organisation.models import User
from ftc.programme.models import Milestone, Risk
from ftc.records.enums import Classification, DocumentState
from ftc.records.models import Document, SourcePaper
from governance.models import AgendaItem, Decision, Recommendation
from governance.queries.agenda import readable_resolutions
from reviews.enums import EvidenceRecord
from reviews.models import Appraisal, BusinessCase, MarketEngagement, Option, Review


@dataclass(frozen=True)
class RecordOffered:
    """A record of ours with its code and page, and the classification it hands on."""

    kind: EvidenceRecord
    code: str
    title: str
    url: str
    classification: str = Classification.INTERNAL
    exempt_paragraph: int | None = None
    exempt_reason: str = ""

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.kind}:{self.code}"

    @property
    def is_closed(self) -> bool:
        """Whether only some may read it, so that evidence of it is for them alone."""
        return self.classification in {Classification.EXEMPT, Classification.CONFIDENTIAL}


def records_of(review: Review, user: User) -> list[RecordOffered]:
    """The records of a review that ``user`` may read, kind by kind; a query for each kind."""
    return [
        *_business_cases(review, user),
        *_appraisals(review, user),
        *_engagements(review, user),
        *_documents(review, user),
        *_papers(review, user),
        *_resolutions(review, user),
        *_decisions(review),
        *_milestones(review),
        *_risks(review),
    ]


def record_of(review: Review, user: User, *, kind: str, code: str) -> RecordOffered | None:
    """The record of this kind and code; None where the review has none that ``user`` may read."""
    return next(
        (held for held in records_of(review, user) if (held.kind, held.code) == (kind, code)), None
    )


def _classified(row: Any) -> dict[str, Any]:
    return {
        "classification": row.classification,
        "exempt_paragraph": row.exempt_paragraph,
        "exempt_reason": row.exempt_reason,
    }


def _business_cases(review: Review, user: User) -> Iterator[RecordOffered]:
    for case in BusinessCase.objects.visible_to(user).filter(review=review.pk):
        address = reverse("reviews:business-case-detail", args=[case.code])
        yield RecordOffered(
            EvidenceRecord.BUSINESS_CASE, case.code, case.title, address, **_classified(case)
        )


def _appraisals(review: Review, user: User) -> Iterator[RecordOffered]:
    for appraisal in Appraisal.objects.visible_to(user).filter(review=review.pk):
        yield RecordOffered(
            EvidenceRecord.APPRAISAL,
            str(appraisal.number),
            appraisal.title,
            reverse("reviews:appraisal-detail", args=[review.code, appraisal.number]),
            **_classified(appraisal),
        )


def _engagements(review: Review, user: User) -> Iterator[RecordOffered]:
    """Of the review and of its phase as a whole."""
    rows = MarketEngagement.objects.visible_to(user)
    for row in rows.filter(activity__in=[review.pk, review.phase_id]):
        address = reverse("reviews:engagement-detail", args=[row.code])
        yield RecordOffered(
            EvidenceRecord.ENGAGEMENT, row.code, row.title, address, **_classified(row)
        )


def _documents(review: Review, user: User) -> Iterator[RecordOffered]:
    """Documents of its phase that are drawn."""
    rows = Document.objects.visible_to(user).filter(state=DocumentState.READY)
    for row in rows.filter(params__phase=str(review.phase.number)):
        yield RecordOffered(
            EvidenceRecord.DOCUMENT,
            row.code,
            row.title,
            row.get_absolute_url(),
            **_classified(row),
        )


def _papers(review: Review, user: User) -> Iterator[RecordOffered]:
    """Papers that tell of the review: credited for it, its options, or put about it."""
    put = Recommendation.objects.filter(activities=review.pk).filter(
        Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user))
    )
    rows = SourcePaper.objects.filter(
        Q(pk=review.source_id)
        | Q(pk__in=Option.objects.filter(review=review.pk).values("source"))
        | Q(pk__in=put.values("source"))
    )
    for paper in rows:
        yield RecordOffered(
            EvidenceRecord.PAPER,
            paper.code,
            paper.title,
            paper.get_absolute_url(),
            Classification.PUBLIC,
        )


def _resolutions(review: Review, user: User) -> Iterator[RecordOffered]:
    rows = readable_resolutions(user, None).filter(activities=review.pk)
    for row in rows.select_related("meeting__body", "agenda_item"):
        item: Any = row.agenda_item
        handed_on = _classified(item) if item else {}
        yield RecordOffered(
            EvidenceRecord.RESOLUTION,
            row.code,
            f"{row.title} ({row.meeting})",
            row.meeting.get_absolute_url(),
            **handed_on,
        )


def _decisions(review: Review) -> Iterator[RecordOffered]:
    for row in Decision.objects.filter(activities=review.pk):
        address = reverse("governance:decision-detail", args=[row.code])
        yield RecordOffered(EvidenceRecord.DECISION, row.code, str(row), address)


def _milestones(review: Review) -> Iterator[RecordOffered]:
    address = review.get_absolute_url()
    for row in Milestone.objects.filter(activity=review.pk):
        yield RecordOffered(EvidenceRecord.MILESTONE, row.code, row.title, f"{address}#milestones")


def _risks(review: Review) -> Iterator[RecordOffered]:
    for row in Risk.objects.filter(activity=review.pk):
        address = reverse("programme:risk-detail", args=[row.code])
        yield RecordOffered(EvidenceRecord.RISK, row.code, row.title, address)
