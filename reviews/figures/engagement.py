"""The living figures of the register of market engagement, for papers and discrepancies."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.organisation.models import Service
from ftc.programme.models import Phase
from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Computed,
    Line,
    Parameter,
    boolean,
    figure,
    one_of,
    text,
)
from reviews import queries
from reviews.enums import EngagementKind, EngagementState, ResponseState
from reviews.figures.counts import PHASE, REVIEW
from reviews.queries.engagement.scope import (
    EngagementScope,
    counted_engagements,
    counted_responses,
)

_KINDS = tuple(kind.value.lower() for kind in EngagementKind)
_STATES = tuple(state.value.lower() for state in EngagementState)
_ANSWERS = tuple(state.value.lower() for state in ResponseState)
_ONE = Decimal(1)

KIND = Parameter("kind", one_of(*_KINDS), choices=_KINDS, description="only of this kind")
STATE = Parameter(
    "state",
    one_of(*_STATES),
    choices=_STATES,
    description="only in this state; without one, all that were not cancelled",
)
SERVICE = Parameter("service", text, description="code of a service that was answered for")
ANSWER = Parameter(
    "state",
    one_of(*_ANSWERS),
    choices=_ANSWERS,
    description="invited, whatever came of it; without one, those that responded",
)
SME = Parameter(
    "sme",
    boolean,
    default=False,
    choices=("true", "false"),
    description="only small and medium-sized enterprises",
)
VCSE = Parameter(
    "vcse",
    boolean,
    default=False,
    choices=("true", "false"),
    description="only of the voluntary, community and social enterprise sector",
)


@figure(
    "reviews.engagements",
    title="Market engagement in the register",
    unit=Unit.COUNT,
    parameters=(KIND, PHASE, REVIEW, STATE),
)
def engagements(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Notices, soft market tests, dialogues and visits that had begun or were planned.

    Those that the reader may not read are left out, which the note says.
    Source: County Council, 15 May 2014, item 12, paragraphs 2.3 and 2.4.
    """
    found = counted_engagements(_scope(**params), user=user, as_at=as_at)
    if found.not_known:
        return Computed(value=None, note=found.not_known)
    lines = [
        Line(f"{row.title} ({row.code})", row.get_absolute_url(), _ONE, row.credit)
        for row in found.rows
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines, note=found.note)


@figure(
    "reviews.engagement_responses",
    title="Responses to market engagement",
    unit=Unit.RESPONSES,
    parameters=(PHASE, REVIEW, SERVICE, KIND),
)
def engagement_responses(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Responses of suppliers; one that was for several services is one for each of them.

    A response that names no service is one. Those that the reader may not read are left out.
    Source: County Council, 15 May 2014, item 12, paragraph 2.3.
    """
    scope = _scope(**params)
    found = counted_responses(scope, ResponseState.RESPONDED, user=user, as_at=as_at)
    if found.not_known:
        return Computed(value=None, note=found.not_known)
    lines = [
        Line(
            f"{row.supplier.name}: {row.engagement.title}",
            row.engagement.get_absolute_url(),
            _ONE if scope.service else Decimal(max(row.services_answered, 1)),
            row.engagement.credit,
        )
        for row in found.rows
    ]
    total = sum((line.value for line in lines if line.value is not None), Decimal(0))
    return Computed(value=total, lineage=lines, note=found.note)


@figure(
    "reviews.engagement_suppliers",
    title="Suppliers in market engagement",
    unit=Unit.COUNT,
    parameters=(PHASE, REVIEW, KIND, ANSWER, SME, VCSE),
)
def engagement_suppliers(
    *, as_at: date | None, user: Any, state: str | None, sme: bool, vcse: bool, **params: Any
) -> Computed:
    """Suppliers, each once, that responded, were invited or declined; its note says what is not
    known of their size or sector.

    Source: County Council, 15 May 2014, item 12, paragraph 2.3.
    """
    answer = ResponseState[state.upper()] if state else ResponseState.RESPONDED
    found = counted_responses(_scope(**params), answer, user=user, as_at=as_at)
    if found.not_known:
        return Computed(value=None, note=found.not_known)
    suppliers = {row.supplier_id: row.supplier for row in found.rows}
    notes = [found.note] if found.note else []
    unknown = [
        each
        for each in suppliers.values()
        if (sme and each.is_sme is None) or (vcse and each.is_vcse is None)
    ]
    if unknown:
        of = " or ".join(word for word, asked in (("size", sme), ("sector", vcse)) if asked)
        notes.append(f"The {of} of {queries.counted(len(unknown), 'supplier')} is not known.")
    lines = [
        Line(each.name, each.get_absolute_url(), _ONE, "")
        for each in sorted(suppliers.values(), key=lambda each: each.name)
        if (not sme or each.is_sme) and (not vcse or each.is_vcse)
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines, note=" ".join(notes))


def _scope(
    *,
    phase: int | None,
    review: str | None,
    kind: str | None,
    state: str | None = None,
    service: str | None = None,
) -> EngagementScope:
    """Parameters as a scope; raises BadParameter for a phase, review or service there is not."""
    if phase is not None and not Phase.objects.filter(number=phase).exists():
        raise BadParameter(f"There is no phase {phase}.")
    if service and not Service.objects.filter(code=service).exists():
        raise BadParameter(f"There is no service called {service!r}.")
    found = queries.review_for_code(review) if review else None
    if review and found is None:
        raise BadParameter(f"There is no review or reviewed service called {review!r}.")
    return EngagementScope(
        phase=phase,
        review=found,
        kind=kind.upper() if kind else "",
        state=state.upper() if state else "",
        service=service or "",
    )
