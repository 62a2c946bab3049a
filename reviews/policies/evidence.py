"""Whether evidence may be supplied and decided, and how it stood on a day."""

from datetime import date

from reviews.enums import CriterionKind, EvidenceKind, EvidenceState, ReviewState
from reviews.errors import EvidenceRefused
from reviews.models import Criterion, Evidence, Review
from reviews.policies.states import what_holds_it


def check_can_take_evidence(review: Review, criterion: Criterion) -> None:
    """Raises EvidenceRefused when evidence for ``criterion`` is of no use to the review now."""
    if review.state != ReviewState.ACTIVE:
        raise EvidenceRefused(f"{what_holds_it(review)} Its gate takes no evidence.")
    asked = _as_asked_of(review, criterion)
    if asked is None:
        raise EvidenceRefused(f"“{criterion}” is not asked of this review.")
    if asked.kind != CriterionKind.EVIDENCE:
        raise EvidenceRefused(f"“{criterion}” is not met by evidence.")
    if review.stage is not None and asked.stage.order < review.stage.order:
        raise EvidenceRefused(
            f"This review has left {asked.stage}, so its gate takes no more evidence."
        )


def _as_asked_of(review: Review, criterion: Criterion) -> Criterion | None:
    """The criterion in the version of the methodology that the review follows, by its codes.

    Evidence supplied before the review was moved to another version is for the same criterion.
    """
    if criterion.stage.methodology_id == review.methodology_id:
        return criterion
    same = Criterion.objects.filter(
        code=criterion.code,
        stage__code=criterion.stage.code,
        stage__methodology=review.methodology_id,
        stage__methodology__phase=criterion.stage.methodology.phase_id,
    )
    return same.select_related("stage").first()


def check_is_of_its_kind(criterion: Criterion, kind: EvidenceKind) -> None:
    """Raises EvidenceRefused where the criterion asks for evidence of another kind."""
    if criterion.evidence_kind and criterion.evidence_kind != kind:
        asked = EvidenceKind(criterion.evidence_kind).label
        raise EvidenceRefused(f"“{criterion}” asks for a {asked[:1].lower()}{asked[1:]}.")


def check_can_be_decided(evidence: Evidence) -> None:
    """Raises EvidenceRefused when the evidence was decided before or its gate takes none."""
    if evidence.state != EvidenceState.SUPPLIED:
        did = "accepted" if evidence.state == EvidenceState.ACCEPTED else "returned"
        raise EvidenceRefused(
            f"{evidence.decided_by} {did} this evidence before you. It is decided once."
        )
    check_can_take_evidence(evidence.review, evidence.criterion)


def state_of_evidence(evidence: Evidence, on: date | None) -> EvidenceState:
    """Whether the evidence was waiting, accepted or returned on a day; without one, now."""
    if on is not None and evidence.decided_on is not None and evidence.decided_on > on:
        return EvidenceState.SUPPLIED
    return EvidenceState(evidence.state)
