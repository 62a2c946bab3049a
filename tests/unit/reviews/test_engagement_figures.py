"""The figures of the register: counts with lineage, as at a date, as far as one may read."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.organisation.enums import Role
from ftc.records.figures import BadParameter, evaluate
from reviews.enums import EngagementKind, ResponseState
from tests.factories.engagement import (
    ANSWERED_ON,
    BEGAN_ON,
    EXEMPT,
    make_engagement,
    make_response,
    make_supplier,
)
from tests.factories.organisation import make_user
from tests.factories.overview import make_stated_figure
from tests.factories.reviews import make_phase, make_review, make_service

pytestmark = pytest.mark.django_db
KEYS = ["engagements", "engagement_responses", "engagement_suppliers"]


@pytest.fixture
def auditor():
    return make_user(Role.AUDITOR)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def register():
    """A notice of Phase 1 with two answers and one refusal; a dialogue of one review."""
    review = make_review("P1-PRO", title="Property Review")
    cleaning, estates = (make_service(review, code=code).service for code in ("CLE", "EST"))
    acme = make_supplier("Acme", size="SMALL", sector="PRIVATE")
    carers = make_supplier("Carers", size="LARGE", sector="VOLUNTARY")
    unknown = make_supplier("Unknown")
    notice = make_engagement(
        make_phase(1), EngagementKind.PRIOR_INFORMATION_NOTICE, title="Notice", code="N"
    )
    make_response(notice, acme, services=[cleaning, estates])
    make_response(notice, carers, services=[cleaning])
    make_response(notice, unknown, ResponseState.DECLINED)
    dialogue = make_engagement(review, EngagementKind.DIALOGUE, title="Talk", code="D", **EXEMPT)
    make_response(dialogue, acme, ResponseState.INVITED)
    make_response(dialogue, unknown, ResponseState.INVITED)
    return review


def read(key, user, as_at=None, **params):
    return evaluate(f"reviews.{key}", params, as_at=as_at, user=user)


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_register_gives_no_number(key, auditor):
    make_phase(1)

    figure = read(key, auditor, phase="1")

    assert (figure.value, figure.note) == (None, "Nothing of this is in the register yet.")


@pytest.mark.parametrize(
    "params, expected",
    [
        ({}, 2),
        ({"phase": "1"}, 2),
        ({"kind": "dialogue"}, 1),
        ({"review": "P1-PRO"}, 1),
        ({"state": "closed"}, 2),
        ({"state": "open"}, 0),
    ],
)
def test_engagements_are_counted(register, auditor, params, expected):
    assert read("engagements", auditor, **params).value == expected


def test_lineage_names_each_engagement(register, auditor):
    figure = read("engagements", auditor)

    assert [(line.label, line.url, line.value) for line in figure.lineage] == [
        ("Talk (D)", "/reviews/engagement/D/", Decimal(1)),
        ("Notice (N)", "/reviews/engagement/N/", Decimal(1)),
    ]


@pytest.mark.parametrize(
    "params, expected",
    [
        ({}, 3),
        ({"phase": "1", "kind": "prior_information_notice"}, 3),
        ({"service": "CLE"}, 2),
        ({"service": "EST"}, 1),
        ({"review": "P1-PRO"}, 0),
    ],
)
def test_a_response_counts_once_for_each_service(register, auditor, params, expected):
    assert read("engagement_responses", auditor, **params).value == expected


@pytest.mark.parametrize(
    "params, expected, note",
    [
        ({}, 2, ""),
        ({"state": "responded"}, 2, ""),
        ({"state": "invited"}, 2, ""),
        ({"state": "invited", "kind": "dialogue"}, 2, ""),
        ({"state": "declined"}, 1, ""),
        ({"sme": "true"}, 1, ""),
        ({"vcse": "true"}, 1, ""),
        ({"sme": "true", "state": "invited"}, 1, "The size of 1 supplier is not known."),
        ({"vcse": "true", "state": "declined"}, 0, "The sector of 1 supplier is not known."),
    ],
)
def test_suppliers_count_once(register, auditor, params, expected, note):
    figure = read("engagement_suppliers", auditor, **params)

    assert (figure.value, figure.note) == (expected, note)


def test_what_may_not_be_read_is_left_out_and_the_note_says_so(register, officer):
    figure = read("engagements", officer)

    assert figure.value == 1
    assert figure.note == "1 engagement that may not be read here is left out."
    assert [line.label for line in figure.lineage] == ["Notice (N)"]


def test_a_figure_of_what_may_not_be_read_at_all_is_not_known(register, officer):
    figure = read("engagement_suppliers", officer, kind="dialogue", state="invited")

    assert figure.value is None
    assert figure.note == "1 engagement of the register may not be read here."


def test_answers_that_may_not_be_read_are_left_out(officer, auditor):
    engagement = make_engagement(make_review())
    make_response(engagement, **EXEMPT)
    make_response(engagement)

    assert read("engagement_suppliers", auditor).value == 2
    figure = read("engagement_suppliers", officer)
    assert (figure.value, figure.note) == (
        1, "1 answer that may not be read here is left out.",
    )  # fmt: skip


def test_a_paper_for_the_public_counts_only_what_is_public():
    make_engagement(make_review(), classification="PUBLIC")
    make_engagement(make_review())

    figure = evaluate("reviews.engagements", {})

    assert (figure.value, len(figure.lineage)) == (1, 1)


@pytest.mark.parametrize(
    "as_at, engagements, responses",
    [
        (date(2013, 11, 3), None, None),
        (BEGAN_ON, 2, 0),
        (ANSWERED_ON, 2, 3),
    ],
)
def test_figures_speak_for_their_day(register, auditor, as_at, engagements, responses):
    assert read("engagements", auditor, as_at).value == engagements
    assert read("engagement_responses", auditor, as_at).value == responses


def test_what_was_cancelled_counts_only_where_it_is_asked_for(auditor):
    make_engagement(make_review(), cancelled_on=date(2013, 12, 1))

    assert read("engagements", auditor).value == 0
    assert read("engagements", auditor, state="cancelled").value == 1
    assert read("engagements", auditor, date(2013, 11, 30)).value == 1


@pytest.mark.parametrize("params", [{"phase": "9"}, {"review": "X"}, {"kind": "chat"}])
@pytest.mark.parametrize("key", KEYS)
def test_what_there_is_not_is_refused(key, params, auditor):
    with pytest.raises(BadParameter):
        read(key, auditor, **params)


def test_a_service_there_is_not_is_refused(auditor):
    with pytest.raises(BadParameter, match="no service"):
        read("engagement_responses", auditor, service="X")


def test_a_printed_number_stands_beside_the_register(register, auditor):
    make_stated_figure(
        "174 responses", "174", code="F-174", key="reviews.engagement_responses",
        params={"phase": "1"},
    )  # fmt: skip

    figure = read("engagement_responses", auditor, phase="1")

    assert [(row.text, row.difference) for row in figure.stated] == [
        ("174 responses", Decimal(171)),
    ]
