"""The register of market engagement: engagements, suppliers, their answers, notes."""

from datetime import UTC, date, datetime
from itertools import count

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from reviews.enums import EngagementKind, ResponseState
from reviews.models import EngagementNote, EngagementResponse, MarketEngagement, Supplier
from tests.factories.organisation import make_user
from tests.factories.reviews import make_methodology, make_phase

BEGAN_ON = date(2013, 11, 4)
INVITED_ON = date(2013, 11, 5)
ANSWERED_ON = date(2013, 11, 29)
ENDED_ON = date(2013, 12, 6)
NOON = datetime(2014, 5, 6, 11, 0, tzinfo=UTC)
EXEMPT = {
    "classification": Classification.EXEMPT,
    "exempt_paragraph": 3,
    "exempt_reason": "It tells of their prices.",
}

_sequence = count(1)


def make_supplier(name=None, **fields):
    number = next(_sequence)
    return Supplier.objects.create(
        code=f"S-{number:04d}", name=name or f"Supplier {number}", **fields
    )


def make_engagement(activity, kind=EngagementKind.SOFT_MARKET_TEST, *, services=(), **fields):
    """An engagement of a review or a phase that began on ``BEGAN_ON`` and has ended."""
    number = next(_sequence)
    values = {
        "code": f"ENG-{number:03d}",
        "title": f"Engagement {number}",
        "starts_on": BEGAN_ON,
        "ends_on": ENDED_ON,
        **fields,
    }
    engagement = MarketEngagement.objects.create(activity_id=activity.pk, kind=kind, **values)
    engagement.services.set(services)
    return engagement


def make_response(
    engagement, supplier=None, state=ResponseState.RESPONDED, *, services=(), **fields
):
    """A supplier in the engagement: invited on ``INVITED_ON``, or answered on ``ANSWERED_ON``."""
    is_invited = state == ResponseState.INVITED
    days = {"invited_on": INVITED_ON} if is_invited else {"responded_on": ANSWERED_ON}
    response = EngagementResponse.objects.create(
        engagement=engagement, supplier=supplier or make_supplier(), state=state, **days | fields
    )
    response.services.set(services)
    return response


def make_note(engagement, text="They ask for ten years.", *, by=None, **fields):
    """A note of ``ANSWERED_ON`` that is exempt as commercial unless ``fields`` say otherwise."""
    return EngagementNote.objects.create(
        engagement=engagement,
        noted_on=fields.pop("noted_on", ANSWERED_ON),
        text=text,
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        **EXEMPT | fields,
    )


def make_phase_2_methodology():
    """Phase 2: a service review, then market engagement and options."""
    methodology = make_methodology(
        make_phase(2),
        stages=[
            ("service-review", "Service review", []),
            ("market", "Market engagement and options", []),
            ("business-case", "Full Business Case", []),
        ],
        state="DRAFT",
    )
    methodology.stages.filter(code="market").update(runs_market_engagement=True)
    methodology.state = "IN_FORCE"
    methodology.in_force_on = date(2014, 5, 1)
    methodology.save(update_fields=["state", "in_force_on"])
    return methodology
