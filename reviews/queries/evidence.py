"""The evidence of a review as one person may read it, and the criteria that take evidence."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from ftc.organisation.models import User
from reviews import policies
from reviews.enums import CriterionKind, EvidenceState
from reviews.models import Criterion, Evidence, Review

EVIDENCE_COLOURS = {
    EvidenceState.SUPPLIED: "blue",
    EvidenceState.ACCEPTED: "green",
    EvidenceState.RETURNED: "orange",
}


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence with its place in the review's count, by which it is addressed."""

    number: int
    evidence: Evidence
    state: EvidenceState
    url: str
    is_open: bool  # to the person the lines were read for
    is_theirs: bool = False  # that person supplied it

    @property
    def colour(self) -> str:
        return EVIDENCE_COLOURS[self.state]

    @property
    def is_decided(self) -> bool:
        return self.state != EvidenceState.SUPPLIED


def evidence_lines(review: Review, *, as_at: date | None, user: User) -> list[EvidenceLine]:
    """All evidence supplied by ``as_at``, newest first; numbered from the first ever supplied.

    ``is_open`` says of each whether ``user`` may read it; nothing of the others is shown.
    """
    readable = Evidence.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = (
        Evidence.objects.filter(review=review)
        .select_related("criterion__stage", "supplied_by", "decided_by", "upload")
        .annotate(is_open=Exists(readable))
        .order_by("pk")
    )
    lines = [
        EvidenceLine(
            number=number,
            evidence=evidence,
            state=policies.state_of_evidence(evidence, as_at),
            url=evidence_url(review, number),
            is_open=evidence.is_open,
            is_theirs=evidence.supplied_by_id == user.pk,
        )
        for number, evidence in enumerate(rows, start=1)
        if as_at is None or evidence.supplied_on <= as_at
    ]
    return lines[::-1]


def evidence_url(review: Review, number: int) -> str:
    return reverse("reviews:evidence-detail", args=[review.code, number])


def open_criteria(review: Review) -> QuerySet[Criterion]:
    """The criteria met by evidence of the stage the review is at, in order.

    One that has not been started is asked for those of its first stage.
    """
    criteria = Criterion.objects.filter(kind=CriterionKind.EVIDENCE)
    if review.stage_id:
        criteria = criteria.filter(stage=review.stage_id)
    else:
        criteria = criteria.filter(stage__methodology=review.methodology_id, stage__order=1)
    return criteria.select_related("stage").order_by("order")
