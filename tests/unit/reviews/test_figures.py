"""The figures of reviews, worked out from rows made by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.organisation.enums import ServiceType
from ftc.records.figures import BadParameter, Line, evaluate
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import EngagementCount, OptionVariant
from tests.factories.organisation import make_budget
from tests.factories.reviews import (
    change_state,
    make_delivery_model,
    make_option,
    make_paper,
    make_review,
    make_service,
)

pytestmark = pytest.mark.django_db
MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)
BEFORE = date(2013, 12, 11)
CREDIT = "Paper CC-2013-12-12-FTC, paragraph 3.2.2"


def value(key, as_at=None, **params):
    return evaluate(f"reviews.{key}", params, as_at=as_at).value


def note(key, as_at=None, **params):
    return evaluate(f"reviews.{key}", params, as_at=as_at).note


@pytest.fixture
def reviews():
    """A joint review of two corporate services, a frontline one, and one of Phase 2."""
    joint = make_review("P1-HIF", title="Joint", order=1, source=make_paper(), source_ref="3.2")
    make_service(
        joint, code="P1-HR", gross="1000.00", net="600.00", service_type=ServiceType.CORPORATE
    )
    make_service(
        joint, code="P1-ICT", gross="500.50", net="500.25", service_type=ServiceType.CORPORATE
    )
    library = make_review("P1-LIB", title="Libraries", order=2)
    make_service(
        library, code="P1-LIB", gross="200.00", net="-50.00", service_type=ServiceType.FRONTLINE
    )
    later = make_review("P2-A", phase=2, source=make_paper("MARCH", meeting_on=MARCH))
    make_service(later, code="P2-A-1", gross=None)
    return {"joint": joint, "library": library, "later": later}


@pytest.mark.parametrize(
    ("params", "gross", "net"),
    [
        ({"phase": "1"}, "1700.50", "1050.25"),
        ({"phase": "1", "service_type": "corporate"}, "1500.50", "1100.25"),
        ({"phase": "1", "service_type": "frontline"}, "200.00", "-50.00"),
        ({"review": "P1-HIF"}, "1500.50", "1100.25"),
        ({"review": "P1-HR"}, "1500.50", "1100.25"),
        ({"review": "P1-LIB"}, "200.00", "-50.00"),
        ({}, "1700.50", "1050.25"),
    ],
)
def test_budgets_sum_the_services_of_the_reviews(reviews, params, gross, net):
    assert value("gross_budget", **params) == Decimal(gross)
    assert value("net_budget", **params) == Decimal(net)
    assert value("income", **params) == Decimal(gross) - Decimal(net)


def test_budgets_count_a_service_of_two_reviews_once(reviews):
    shared = reviews["joint"].reviewed_services.first().service
    reviews["library"].reviewed_services.create(service=shared, order=2)

    assert value("gross_budget", phase="1") == Decimal("1700.50")
    assert value("service_count", phase="1") == 3


def test_budget_lineage_names_each_service_with_its_paper(reviews):
    figure = evaluate("reviews.net_budget", {"review": "P1-HIF"})

    assert figure.lineage == [
        Line("Service P1-HR", "/reviews/P1-HIF/", Decimal("600.00"), CREDIT),
        Line("Service P1-ICT", "/reviews/P1-HIF/", Decimal("500.25"), CREDIT),
    ]
    assert figure.text == "£1,100.25"
    assert figure.note == ""


def test_budgets_read_the_latest_statement_of_the_date(reviews):
    service = reviews["library"].services.get()
    make_budget(service, gross=300, income=100, effective_on=MAY, financial_year=2014)

    assert value("gross_budget", review="P1-LIB") == 300
    assert value("gross_budget", MARCH, review="P1-LIB") == 200
    assert evaluate("reviews.income", {"review": "P1-LIB"}).lineage[0].label == (
        "Service P1-LIB, 2014/15"
    )


def test_budgets_are_not_known_before_any_was_stated(reviews):
    figure = evaluate("reviews.gross_budget", {"phase": "1"}, as_at=BEFORE)

    assert figure.value is None
    assert figure.text == "not known"
    assert figure.note == "Their budgets are not known by 11 December 2013."


def test_budgets_of_phase_2_are_not_known(reviews):
    assert value("net_budget", phase="2") is None
    assert note("net_budget", phase="2") == "Their budgets are not known yet."


def test_a_sum_says_how_many_budgets_it_leaves_out(reviews):
    assert note("gross_budget") == "No budget is known for 1 service."


def test_a_sum_says_how_many_reviews_name_no_services(reviews):
    make_review("P1-NEW")

    assert note("gross_budget", phase="1") == "The papers name no services of 1 review."
    assert value("gross_budget", review="P1-NEW") is None
    assert value("service_count", review="P1-NEW") is None


def test_service_type_is_not_known_where_no_paper_says_it(reviews):
    assert value("gross_budget", phase="2", service_type="frontline") is None
    assert value("service_count", phase="2", service_type="frontline") is None
    assert value("count", phase="2", service_type="frontline") is None
    assert value("count", service_type="frontline") == 1
    assert note("count", service_type="frontline") == (
        "The papers give no type for the services of 1 review."
    )
    assert value("service_count", service_type="frontline") == 1
    assert note("service_count", service_type="frontline") == (
        "The papers give no type for 1 service."
    )


def test_exclude_deferred_reads_the_state_of_the_date(reviews):
    change_state(reviews["library"], ReviewState.DEFERRED, on=MAY)

    excluded = {"phase": "1", "exclude_deferred": "true"}

    assert value("gross_budget", **excluded) == Decimal("1500.50")
    assert value("gross_budget", MARCH, **excluded) == Decimal("1700.50")
    assert value("count", **excluded) == 1
    assert value("count", phase="1", state="deferred") == 1
    assert value("count", MARCH, phase="1", state="deferred") == 0


def test_a_review_that_prefers_two_models_counts_whole_under_each(reviews):
    make_option(reviews["joint"], models=["JV"], on=MAY)
    make_option(reviews["joint"], models=["TRUST"], on=MAY)
    make_option(reviews["library"], OptionStateKind.NOT_RECOMMENDED, models=["JV"], on=MAY)

    assert value("gross_budget", delivery_model="JV") == Decimal("1500.50")
    assert value("gross_budget", delivery_model="TRUST") == Decimal("1500.50")
    assert value("count", delivery_model="JV") == 1


def test_a_model_that_nobody_prefers_is_nought_once_preferences_are_known(reviews):
    make_delivery_model("CEASE", "Ceasing")
    make_option(reviews["joint"], models=["JV"], on=MAY)

    assert value("gross_budget", MAY, phase="1", delivery_model="CEASE") == 0
    assert value("count", MAY, phase="1", delivery_model="CEASE") == 0
    assert value("gross_budget", MARCH, phase="1", delivery_model="CEASE") is None
    assert value("count", MARCH, phase="1", delivery_model="JV") is None
    assert value("count", phase="2", delivery_model="JV") is None


def test_count_takes_a_joint_review_as_one_and_lists_each(reviews):
    figure = evaluate("reviews.count", {"phase": "1"})

    assert figure.value == 2
    assert figure.lineage == [
        Line("Joint (P1-HIF)", "/reviews/P1-HIF/", Decimal(1), "Paper CC-2013-12-12-FTC, 3.2"),
        Line("Libraries (P1-LIB)", "/reviews/P1-LIB/", Decimal(1), ""),
    ]


def test_count_leaves_out_a_review_that_was_merged_into_another(reviews):
    change_state(reviews["library"], ReviewState.MERGED, on=MAY)

    assert value("count", phase="1") == 1
    assert value("count", MARCH, phase="1") == 2
    assert value("count", phase="1", state="merged") == 1
    assert value("gross_budget", phase="1") == Decimal("1500.50")


def test_count_is_the_same_for_phase_1_at_every_date(reviews):
    assert value("count", date(2012, 1, 1), phase="1") == 2


def test_count_of_a_later_phase_is_not_known_before_its_paper(reviews):
    day_before = date(2014, 3, 26)

    assert value("count", MARCH, phase="2") == 1
    assert value("count", day_before, phase="2") is None
    assert note("count", day_before, phase="2") == "These reviews were not known by 26 March 2014."
    assert value("count", day_before) == 2
    assert value("service_count", day_before, phase="2") is None


def test_service_count_counts_services_not_reviews(reviews):
    assert value("service_count", phase="1") == 3
    assert value("service_count", phase="1", service_type="corporate") == 2
    assert value("service_count") == 4


@pytest.mark.parametrize(
    ("params", "number"),
    [
        ({}, 4),
        ({"state": "preferred"}, 1),
        ({"state": "not_recommended"}, 2),
        ({"review": "P1-HR", "state": "not_recommended"}, 1),
        ({"review": "P1-LIB", "state": "preferred"}, 0),
        ({"phase": "1", "delivery_model": "JV"}, 2),
        ({"phase": "2"}, None),
    ],
)
def test_option_count_counts_entries_by_their_state(reviews, params, number):
    preferred = make_option(reviews["joint"], models=["JV"], on=MAY)
    OptionVariant.objects.create(option=preferred, letter="a", title="With a company")
    make_option(reviews["joint"], OptionStateKind.NOT_RECOMMENDED, on=MAY)
    at_this_stage = OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE
    make_option(reviews["library"], at_this_stage, models=["JV", "TRUST"], on=MAY)
    make_option(reviews["library"], OptionStateKind.CONSIDERED, on=MAY)
    make_option(reviews["library"], None)

    assert value("option_count", **params) == number


def test_option_count_is_not_known_before_any_option_was(reviews):
    make_option(reviews["joint"], on=MAY)

    assert value("option_count", MAY, review="P1-LIB") == 0
    assert value("option_count", date(2014, 5, 5), review="P1-LIB") is None
    assert note("option_count", date(2014, 5, 5)) == "No option was known by 5 May 2014."


@pytest.fixture
def engagement(reviews):
    return EngagementCount.objects.create(
        code="ME01",
        activity=reviews["joint"],
        kind="notice",
        measure="responses",
        value=174,
        unit="responses",
        effective_on=MAY,
        source=make_paper(),
    )


def test_engagement_count_is_what_the_paper_counts(engagement):
    figure = evaluate("reviews.engagement_count", {"code": "ME01"})

    assert figure.value == 174
    assert figure.note == "Counted in responses: notice: responses."
    assert [line.label for line in figure.lineage] == ["notice: responses"]
    assert value("engagement_count", MARCH, code="ME01") is None


def test_engagement_count_of_what_nobody_counted_is_not_known(engagement):
    EngagementCount.objects.update(value=None)

    assert value("engagement_count", code="ME01") is None
    assert note("engagement_count", code="ME01") == "Nobody counted it."


@pytest.mark.parametrize(
    ("key", "params", "sentence"),
    [
        ("count", {"phase": "3"}, "There is no phase 3."),
        ("count", {"phase": "one"}, "phase=one was not understood: it must be a whole number."),
        ("count", {"review": "X"}, "There is no review or reviewed service called 'X'."),
        ("gross_budget", {"delivery_model": "X"}, "There is no delivery model 'X'."),
        (
            "net_budget",
            {"service_type": "back"},
            "service_type=back was not understood: it must be one of frontline, corporate.",
        ),
        ("engagement_count", {"code": "X"}, "There is no market engagement called 'X'."),
    ],
)
def test_a_figure_refuses_what_there_is_not_in_a_sentence(reviews, key, params, sentence):
    with pytest.raises(BadParameter) as refusal:
        value(key, **params)

    assert str(refusal.value) == sentence
