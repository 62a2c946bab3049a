"""What the facts allow of the register of market engagement: kinds, dates, stages, answers."""

from datetime import date, datetime

from django.utils import timezone

from ftc.periods import long_date
from ftc.programme.models import Activity
from ftc.records.enums import Classification
from reviews import policies
from reviews.enums import EngagementKind, EngagementState, ResponseState, ReviewState
from reviews.errors import EngagementRefused, SupplierKnown
from reviews.models import EngagementResponse, MarketEngagement, Review, Stage, Supplier
from reviews.models.engagement import PRELIMINARY_NOTICES_SINCE

SINCE = long_date(PRELIMINARY_NOTICES_SINCE)


def state_on(engagement: MarketEngagement, on: date) -> EngagementState:
    """Where an engagement stands on a day; without a last day it stays open once it has begun."""
    if engagement.cancelled_on is not None and engagement.cancelled_on <= on:
        return EngagementState.CANCELLED
    if engagement.starts_on is None or engagement.starts_on > on:
        return EngagementState.PLANNED
    if engagement.ends_on is not None and engagement.ends_on < on:
        return EngagementState.CLOSED
    return EngagementState.OPEN


def check_kind(kind: EngagementKind, *, starts_on: date | None, council: str) -> None:
    """Raises EngagementRefused for a notice out of its time, or a visit to no named council.

    Source: Public Contracts Regulations 2015, regulation 48; Procurement Act 2023, section 17;
    County Council, 15 May 2014, item 12, paragraph 2.4.
    """
    if starts_on is not None:
        if kind == EngagementKind.PRIOR_INFORMATION_NOTICE and (
            starts_on >= PRELIMINARY_NOTICES_SINCE
        ):
            raise EngagementRefused(
                f"A prior information notice cannot be published on {long_date(starts_on)}. "
                f"Since {SINCE} a preliminary market engagement notice (UK2) stands in its place "
                "(Procurement Act 2023, section 17). Choose that kind."
            )
        if kind == EngagementKind.PRELIMINARY_NOTICE and starts_on < PRELIMINARY_NOTICES_SINCE:
            raise EngagementRefused(
                f"There were no preliminary market engagement notices (UK2) before {SINCE} "
                f"(Procurement Act 2023, section 17), and so none on {long_date(starts_on)}. "
                "Choose a prior information notice."
            )
    if kind == EngagementKind.COUNCIL_VISIT and not council.strip():
        raise EngagementRefused("Name the council that is visited.")
    if kind != EngagementKind.COUNCIL_VISIT and council.strip():
        raise EngagementRefused("Only a visit to another council names a council.")


def check_dates(starts_on: date | None, ends_on: date | None) -> None:
    """Raises EngagementRefused for a last day without a first one, or before it."""
    if ends_on is None:
        return
    if starts_on is None:
        raise EngagementRefused("Enter the first day as well as the last.")
    if ends_on < starts_on:
        raise EngagementRefused(
            f"The last day, {long_date(ends_on)}, is before the first, {long_date(starts_on)}."
        )


def market_stage(review: Review) -> Stage | None:
    """The first stage of the review's methodology that runs market engagement; None for none."""
    stages = review.methodology.stages.filter(runs_market_engagement=True)
    return stages.order_by("order").first()


def check_may_meet_market(review: Review | None, *, starts_on: date | None) -> None:
    """Raises EngagementRefused when a dated engagement comes before the review's stage for it.

    ``review`` is None for an engagement of a whole phase. One that is planned has no date yet and
    may be entered at any stage. Source: County Council, 27 March 2014, item on Facing the
    Challenge, paragraph 4.1(c); 15 May 2014, item 12, paragraph 2.5.
    """
    if review is None or starts_on is None:
        return
    first = market_stage(review)
    if first is None or (review.stage is not None and review.stage.order >= first.order):
        return
    stands = f"stands at “{review.stage}”" if review.stage else "has not been started"
    before = review.methodology.stages.filter(order__lt=first.order).order_by("order").last()
    advice = f" Pass the gate of “{before}” first, or" if before else " Start the review, or"
    raise EngagementRefused(
        f"{review} {stands}, and meets the market from “{first}” on.{advice} leave the first day "
        "empty while the engagement is planned."
    )


def check_may_be_engaged(activity: Activity, review: Review | None) -> None:
    """Raises EngagementRefused for a new engagement of a review that is not going on."""
    if review is not None and review.state != ReviewState.ACTIVE:
        raise EngagementRefused(
            f"{policies.what_holds_it(review)} It takes no further market engagement."
        )


def check_answers_stay(
    engagement: MarketEngagement, *, starts_on: date | None, cancelled_on: date | None
) -> None:
    """Raises EngagementRefused when an answer would lie outside the new dates of its engagement."""
    answers = engagement.responses.filter(responded_on__isnull=False).order_by("responded_on")
    first, last = answers.first(), answers.last()
    if first is None or last is None or first.responded_on is None or last.responded_on is None:
        return
    if starts_on is None or first.responded_on < starts_on:
        raise EngagementRefused(
            f"The first answer came on {long_date(first.responded_on)}. "
            "The engagement cannot begin after that, nor be without a first day."
        )
    if cancelled_on is not None and last.responded_on > cancelled_on:
        raise EngagementRefused(
            f"An answer came on {long_date(last.responded_on)}. "
            "The engagement cannot be cancelled before that."
        )


def check_can_be_edited(engagement: MarketEngagement) -> None:
    """Raises EngagementRefused for an engagement that was cancelled."""
    if engagement.cancelled_on is not None:
        raise EngagementRefused(
            f"This engagement was cancelled on {long_date(engagement.cancelled_on)}. "
            "Take that back before you change it."
        )


def check_can_be_cancelled(engagement: MarketEngagement, *, on: date, reason: str) -> None:
    """Raises EngagementRefused for one that was cancelled or is over, or without a reason."""
    match state_on(engagement, on):
        case EngagementState.CANCELLED:
            raise EngagementRefused("This engagement is cancelled already.")
        case EngagementState.CLOSED:
            raise EngagementRefused("This engagement is over. It can no longer be cancelled.")
    if not reason.strip():
        raise EngagementRefused("Say why it is cancelled.")
    check_answers_stay(engagement, starts_on=engagement.starts_on, cancelled_on=on)


def check_can_be_reinstated(engagement: MarketEngagement, *, reason: str) -> None:
    """Raises EngagementRefused for one that is not cancelled, or without a reason."""
    if engagement.cancelled_on is None:
        raise EngagementRefused("This engagement is not cancelled.")
    if not reason.strip():
        raise EngagementRefused("Say why it goes on after all.")


def check_response(
    engagement: MarketEngagement,
    *,
    state: ResponseState,
    invited_on: date | None,
    responded_on: date | None,
    now: datetime,
    today: date,
) -> None:
    """Raises EngagementRefused for an invitation or an answer whose dates do not fit."""
    check_can_be_edited(engagement)
    latest = max(timezone.localdate(now), today)
    for given in (invited_on, responded_on):
        if given is not None and given > latest:
            raise EngagementRefused(f"{long_date(given)} is in the future.")
    if state == ResponseState.INVITED:
        if invited_on is None:
            raise EngagementRefused("Enter the day on which the supplier was invited.")
        if responded_on is not None:
            raise EngagementRefused("A supplier that has only been invited has not answered yet.")
        return
    if responded_on is None:
        raise EngagementRefused("Enter the day on which the supplier answered.")
    if engagement.starts_on is None:
        raise EngagementRefused(
            "This engagement has no first day yet. Enter it before the answers to it."
        )
    if responded_on < engagement.starts_on:
        raise EngagementRefused(
            f"The engagement began on {long_date(engagement.starts_on)}. "
            f"An answer to it cannot have come on {long_date(responded_on)}."
        )
    if invited_on is not None and responded_on < invited_on:
        raise EngagementRefused(
            f"The supplier was invited on {long_date(invited_on)}, "
            f"so it cannot have answered on {long_date(responded_on)}."
        )


def check_not_among(engagement: MarketEngagement, supplier: Supplier) -> None:
    """Raises EngagementRefused when the supplier is in this engagement already."""
    if EngagementResponse.objects.filter(engagement=engagement, supplier=supplier).exists():
        raise EngagementRefused(
            f"{supplier} is in this engagement already. Change what is recorded of it."
        )


def check_noted(noted_on: date, *, text: str, now: datetime, today: date) -> None:
    """Raises EngagementRefused for a note that says nothing, or is of a day to come."""
    if not text.strip():
        raise EngagementRefused("Write the note.")
    if noted_on > max(timezone.localdate(now), today):
        raise EngagementRefused(f"{long_date(noted_on)} is in the future.")


def check_stays_exempt(before: str, after: str) -> None:
    """Raises EngagementRefused when an edit would open what was exempt.

    What it said before stays in the history, and would be read with it.
    """
    closed = (Classification.EXEMPT, Classification.CONFIDENTIAL)
    if before in closed and after not in closed:
        raise EngagementRefused(
            "What is exempt stays exempt, because the history keeps what it said. "
            "Write down what may be read in a record of its own."
        )


def check_supplier(name: str, *, supplier: Supplier | None = None) -> None:
    """Raises SupplierKnown when another supplier has the name, EngagementRefused for no name."""
    if not name:
        raise EngagementRefused("Enter the name of the supplier.")
    known = Supplier.objects.filter(name__iexact=name)
    other = (known.exclude(pk=supplier.pk) if supplier else known).first()
    if other is not None:
        raise SupplierKnown(
            f"“{other.name}” is in the register already, as {other.code}.",
            code=other.code,
            name=other.name,
        )
