"""What the register may hold, in words and in the database."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from reviews.enums import EngagementKind, EngagementState, ResponseState
from reviews.errors import EngagementRefused
from reviews.models import (
    EngagementNote,
    EngagementResponse,
    MarketEngagement,
    Supplier,
)
from reviews.policies import engagement as rules
from reviews.queries.engagement import engagements
from tests.factories.engagement import (
    ANSWERED_ON,
    BEGAN_ON,
    EXEMPT,
    INVITED_ON,
    make_engagement,
    make_note,
    make_phase_2_methodology,
    make_response,
    make_supplier,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import make_review, report_stage

PIN, UK2 = EngagementKind.PRIOR_INFORMATION_NOTICE, EngagementKind.PRELIMINARY_NOTICE
VISIT = EngagementKind.COUNCIL_VISIT
EVE, DAY = date(2025, 2, 23), date(2025, 2, 24)
DAYS = {"before": date(2014, 3, 1), "first": date(2014, 3, 10), "last": date(2014, 3, 20)}


@pytest.mark.parametrize(
    "kind, starts_on, council, refusal",
    [
        (PIN, EVE, "", None),
        (PIN, DAY, "", r"^A prior information notice cannot be published on 24 February 2025\. "),
        (PIN, None, "", None),
        (UK2, DAY, "", None),
        (UK2, EVE, "", r"^There were no preliminary market engagement notices \(UK2\) before 24 "),
        (UK2, None, "", None),
        (VISIT, EVE, "Another Council", None),
        (VISIT, EVE, " ", r"^Name the council that is visited\.$"),
        (EngagementKind.DIALOGUE, EVE, "Another Council", "Only a visit"),
        (EngagementKind.DIALOGUE, DAY, "", None),
        (EngagementKind.SOFT_MARKET_TEST, EVE, "", None),
    ],
)
def test_kinds_belong_to_their_time(kind, starts_on, council, refusal):
    if refusal is None:
        rules.check_kind(kind, starts_on=starts_on, council=council)
    else:
        with pytest.raises(EngagementRefused, match=refusal):
            rules.check_kind(kind, starts_on=starts_on, council=council)


@pytest.mark.parametrize("kind, on, other", [(PIN, EVE, DAY), (UK2, DAY, EVE)])
@pytest.mark.django_db
def test_the_database_refuses_a_notice_out_of_its_time(kind, on, other):
    review = make_review()
    notice = make_engagement(review, kind, starts_on=on, ends_on=None)

    with pytest.raises(Error, match="notice_of_its_day"), transaction.atomic():
        MarketEngagement.objects.filter(pk=notice.pk).update(starts_on=other)
    make_engagement(review, kind, starts_on=None, ends_on=None)


def test_the_sentence_names_its_source():
    with pytest.raises(EngagementRefused, match=r"Procurement Act 2023, section 17"):
        rules.check_kind(PIN, starts_on=DAY, council="")


@pytest.mark.parametrize(
    "starts_on, ends_on, refusal",
    [
        (None, None, None),
        (EVE, None, None),
        (EVE, EVE, None),
        (EVE, DAY, None),
        (None, DAY, "Enter the first day as well"),
        (DAY, EVE, r"^The last day, 23 February 2025, is before the first, 24 February 2025\.$"),
    ],
)
def test_the_last_day_follows_the_first(starts_on, ends_on, refusal):
    if refusal is None:
        rules.check_dates(starts_on, ends_on)
    else:
        with pytest.raises(EngagementRefused, match=refusal):
            rules.check_dates(starts_on, ends_on)


@pytest.mark.parametrize("first, last, cancelled", [
    (None, None, None), ("first", None, None), ("first", "last", None), ("first", "last", "first"),
    (None, None, "first"),
])  # fmt: skip
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.django_db
def test_state_is_the_same_in_words_and_in_lists(first, last, cancelled, on):
    day = DAYS.get
    row = make_engagement(
        make_review(), starts_on=day(first), ends_on=day(last), cancelled_on=day(cancelled)
    )

    listed = engagements(user=make_user(Role.AUDITOR), as_at=None, today=DAYS[on]).get()

    assert listed.state_then == rules.state_on(row, DAYS[on])


@pytest.mark.parametrize(
    "on, state",
    [
        (BEGAN_ON - timedelta(days=1), EngagementState.PLANNED),
        (BEGAN_ON, EngagementState.OPEN),
        (date(2013, 12, 6), EngagementState.OPEN),
        (date(2013, 12, 7), EngagementState.CLOSED),
    ],
)
@pytest.mark.django_db
def test_state_follows_from_the_dates(on, state):
    assert rules.state_on(make_engagement(make_review()), on) == state


REFUSED_BY_THE_DATABASE = {
    "ends before it starts": lambda e: MarketEngagement.objects.filter(pk=e.pk).update(
        ends_on=BEGAN_ON - timedelta(days=1)
    ),
    "ends without a start": lambda e: MarketEngagement.objects.filter(pk=e.pk).update(
        starts_on=None
    ),
    "a visit without a council": lambda e: make_engagement(e.activity, VISIT),
    "a council without a visit": lambda e: make_engagement(e.activity, council="Another"),
    "an unknown kind": lambda e: make_engagement(e.activity, "CHAT"),
    "exempt without a reason": lambda e: make_engagement(
        e.activity, **EXEMPT | {"exempt_reason": ""}
    ),
    "invited without a day": lambda e: make_response(e, state="INVITED", invited_on=None),
    "invited and answered": lambda e: make_response(e, state="INVITED", responded_on=ANSWERED_ON),
    "answered without a day": lambda e: make_response(e, responded_on=None),
    "answered before invited": lambda e: make_response(
        e, invited_on=ANSWERED_ON + timedelta(days=1)
    ),
    "answered before it began": lambda e: make_response(
        e, responded_on=BEGAN_ON - timedelta(days=1)
    ),
    "answered after it was cancelled": lambda e: make_response(
        make_engagement(e.activity, cancelled_on=INVITED_ON)
    ),
    "begins after an answer": lambda e: (
        make_response(e),
        MarketEngagement.objects.filter(pk=e.pk).update(starts_on=ANSWERED_ON + timedelta(days=1)),
    ),
    "cancelled before an answer": lambda e: (
        make_response(e),
        MarketEngagement.objects.filter(pk=e.pk).update(cancelled_on=INVITED_ON),
    ),
    "a supplier twice": lambda e: [make_response(e, s) for s in [make_supplier()] * 2],
    "a supplier's name twice": lambda e: [make_supplier("Acme"), make_supplier("ACME")],
    "an unknown size": lambda e: make_supplier(size="VAST"),
    "an unknown sector": lambda e: make_supplier(sector="SECRET"),
}


@pytest.mark.parametrize("what", REFUSED_BY_THE_DATABASE)
@pytest.mark.django_db
def test_the_database_refuses(what):
    engagement = make_engagement(make_review())

    with pytest.raises(Error), transaction.atomic():
        REFUSED_BY_THE_DATABASE[what](engagement)


@pytest.mark.parametrize("model", [MarketEngagement, EngagementResponse, EngagementNote])
@pytest.mark.parametrize("opened", [Classification.PUBLIC, Classification.INTERNAL])
@pytest.mark.django_db
def test_the_database_keeps_exempt_what_is_exempt(model, opened):
    engagement = make_engagement(make_review(), **EXEMPT)
    make_response(engagement, **EXEMPT)
    make_note(engagement)

    with pytest.raises(Error, match="stays exempt"), transaction.atomic():
        model.objects.update(classification=opened, exempt_paragraph=None, exempt_reason="")
    assert model.objects.update(exempt_reason="Another reason.") == 1


@pytest.mark.django_db
def test_the_database_refuses_an_engagement_before_its_stage():
    make_phase_2_methodology()
    review = make_review(phase=2, stage="service-review")
    planned = make_engagement(review, starts_on=None, ends_on=None)

    with pytest.raises(Error, match="has not come to the stage"), transaction.atomic():
        make_engagement(review)
    with pytest.raises(Error, match="has not come to the stage"), transaction.atomic():
        MarketEngagement.objects.filter(pk=planned.pk).update(starts_on=BEGAN_ON)
    report_stage(review, "market")

    assert MarketEngagement.objects.filter(pk=planned.pk).update(starts_on=BEGAN_ON) == 1


@pytest.mark.django_db
def test_a_methodology_without_a_stage_for_it_meets_the_market_at_any():
    review = make_review()

    rules.check_may_meet_market(review, starts_on=BEGAN_ON)

    assert rules.market_stage(review) is None


@pytest.mark.parametrize(
    "size, sme", [("MICRO", True), ("SMALL", True), ("MEDIUM", True), ("LARGE", False), ("", None)]
)
def test_small_and_medium_sized_enterprises(size, sme):
    assert Supplier(size=size).is_sme is sme


@pytest.mark.parametrize(
    "sector, vcse", [("VOLUNTARY", True), ("PRIVATE", False), ("PUBLIC", False), ("", None)]
)
def test_voluntary_and_community_enterprises(sector, vcse):
    assert Supplier(sector=sector).is_vcse is vcse


def test_every_state_of_an_answer_is_one_of_three():
    assert set(ResponseState) == {"INVITED", "RESPONDED", "DECLINED"}
