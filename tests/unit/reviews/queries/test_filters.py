"""Narrowing and sorting the list of reviews, and the choices it offers."""

from datetime import date

import pytest

from ftc.organisation.enums import ServiceType
from ftc.organisation.models import DirectorateName
from ftc.programme.enums import AssignmentRole, MilestoneDateKind, Rag
from ftc.programme.models import Assignment, Portfolio
from reviews import queries
from reviews.enums import OptionStateKind
from tests.factories.organisation import make_directorate
from tests.factories.reviews import (
    change_state,
    date_milestone,
    make_delivery_model,
    make_evidence,
    make_milestone,
    make_option,
    make_review,
    make_service,
    report_stage,
    report_status,
)

pytestmark = pytest.mark.django_db
MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)


def everything(as_at=None):
    return queries.review_rows(as_at=as_at).order_by("code")


def codes(reviews):
    return [review.code for review in reviews]


def test_covering_directorate_finds_a_joint_review_by_any_of_its_services():
    directorate = make_directorate(code="SCS")
    joint = make_review("P1-HIF")
    make_service(joint)
    make_service(joint, directorate=directorate)
    make_service(make_review("P1-A"))

    assert codes(queries.covering_directorate(everything(), "SCS")) == ["P1-HIF"]


def test_covering_type_finds_reviews_of_at_least_one_such_service():
    joint = make_review("P1-HIF")
    make_service(joint, service_type=ServiceType.CORPORATE)
    make_service(joint, service_type=ServiceType.CORPORATE)
    make_service(make_review("P1-LIB"), service_type=ServiceType.FRONTLINE)
    make_service(make_review("P2-A", phase=2))

    assert codes(queries.covering_type(everything(), ServiceType.CORPORATE)) == ["P1-HIF"]


def test_preferring_reads_the_exact_model_of_preferred_options_on_the_date():
    edukent = make_review("P1-EDU")
    make_option(edukent, models=["JV"], on=MAY)
    make_option(edukent, models=["TRUST"], on=MAY)
    make_option(make_review("P1-COM"), models=["JV_TECHNICAL"], on=MAY)
    make_option(make_review("P1-LIB"), OptionStateKind.NOT_RECOMMENDED, models=["JV"], on=MAY)

    assert codes(queries.preferring(everything(), "JV", None)) == ["P1-EDU"]
    assert codes(queries.preferring(everything(), "TRUST", MAY)) == ["P1-EDU"]
    assert codes(queries.preferring(everything(MARCH), "JV", MARCH)) == []


def test_at_stage_reads_the_stage_of_the_date():
    review = make_review("P1-A", stage="stage-1")
    report_stage(review, "stage-2", on=MAY)
    make_review("P1-B", stage="stage-1")

    assert codes(queries.at_stage(everything(), "stage-1")) == ["P1-B"]
    assert codes(queries.at_stage(everything(MARCH), "stage-1")) == ["P1-A", "P1-B"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("property", ["P1-PRO"]),
        ("p1-pro", ["P1-PRO"]),
        ("resources human", ["P1-HIF"]),
        ("P1-HR", ["P1-HIF"]),
        ("property resources", []),
        ("  ", ["P1-HIF", "P1-PRO"]),
        ("50%", []),
    ],
)
def test_mentioning_finds_every_word_in_title_code_or_services(words, found):
    make_review("P1-PRO", title="Property Review")
    joint = make_review("P1-HIF", title="Joint review")
    covered = make_service(joint, code="P1-HR")
    covered.service.name = "Human Resources"
    covered.service.save()

    assert codes(queries.mentioning(everything(), words)) == found


def test_led_by_reads_who_led_on_the_date(officer, sro):
    review = make_review("P1-A", lead=officer)
    Assignment.objects.filter(activity=review).update(ended_on=date(2014, 4, 1))
    Assignment.objects.create(
        activity=review, user=sro, role=AssignmentRole.LEAD, started_on=date(2014, 4, 1)
    )
    make_review("P1-B", sro=officer)

    assert codes(queries.led_by(everything(), officer.username, None)) == []
    assert codes(queries.led_by(everything(), sro.username, None)) == ["P1-A"]
    assert codes(queries.led_by(everything(MARCH), officer.username, MARCH)) == ["P1-A"]


def _passage(review, user):
    report_stage(review, "stage-1", on=MAY)


def _state(review, user):
    change_state(review, on=MAY)


def _option(review, user):
    make_option(review, on=MAY)


def _milestone_date(review, user):
    date_milestone(make_milestone(review), MilestoneDateKind.FORECAST, MAY, known_on=MAY)


def _status_report(review, user):
    report_status(review, Rag.GREEN, by=user, on=MAY)


def _evidence(review, user):
    make_evidence(review, by=user, supplied_on=MAY)


@pytest.mark.parametrize(
    "change", [_passage, _state, _option, _milestone_date, _status_report, _evidence]
)
def test_changed_since_counts_everything_that_took_effect(change, officer):
    review = make_review("P1-A")
    make_review("P1-B")
    change(review, officer)

    assert codes(queries.changed_since(everything(), MAY, None)) == ["P1-A"]
    assert codes(queries.changed_since(everything(), date(2014, 5, 7), None)) == []
    assert codes(queries.changed_since(everything(MARCH), date(2014, 1, 1), MARCH)) == []


def test_changed_since_counts_evidence_decided_after_it_was_supplied(officer, sro):
    make_evidence(make_review("P1-A"), by=officer, accepted_by=sro, supplied_on=MARCH)

    assert codes(queries.changed_since(everything(), date(2014, 4, 4), None)) == ["P1-A"]
    assert codes(queries.changed_since(everything(), date(2014, 4, 5), None)) == []


def test_filter_choices_offer_what_there_is_in_one_query(officer, django_assert_num_queries):
    directorate = make_directorate("Old name", code="SCS")
    DirectorateName.objects.create(directorate=directorate, name="New name", effective_on=MAY)
    make_directorate("Without a review", code="NONE")
    make_service(make_review(lead=officer), directorate=directorate)
    make_review(phase=2)
    make_delivery_model("TRUST", "Trust")
    Portfolio.objects.create(code="CP-2", name="Second", order=2)
    Portfolio.objects.create(code="CP-1", name="First", order=1)
    stages = queries.stage_places()

    with django_assert_num_queries(1):
        choices = queries.filter_choices(stages=stages.values(), as_at=None)
    then = queries.filter_choices(stages=stages.values(), as_at=MARCH)

    assert choices.phases == (("1", "Phase 1"), ("2", "Phase 2"))
    assert choices.stages[0] == ("stage-1", "Stage 1: Scoping")
    assert len(choices.stages) == 5
    assert choices.directorates == (("SCS", "New name"),)
    assert then.directorates == (("SCS", "Old name"),)
    assert choices.delivery_models == (("TRUST", "Trust"),)
    assert choices.portfolios == (("CP-1", "First"), ("CP-2", "Second"))
    assert choices.leads == ((officer.username, "Olive Officer"),)
    assert choices.states[:2] == (("ACTIVE", "Active"), ("DEFERRED", "Deferred"))
