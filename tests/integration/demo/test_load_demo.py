import pytest
from django.contrib.auth import authenticate

from commissioning.models import CycleStandard, Workstream
from finance.models import CategoryTarget, LedgerEntry, PlanAmount
from ftc.demo import loader
from ftc.organisation.models import Directorate, Service, ServiceBudget, User
from ftc.programme.models import Milestone, Phase, Portfolio, Programme, Risk, Theme
from ftc.records.models import SourcePaper, StatedFigure
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Meeting,
    Minute,
    Recommendation,
    Resolution,
    Vote,
)
from reviews.models import EngagementCount, Option, OptionVariant, Review, ReviewedService

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("loaded_programme")
def test_every_table_of_the_programme_is_loaded():
    counts = {
        model.__name__: model.objects.count()
        for model in (
            AgendaItem, Attendance, Body, CategoryTarget, CycleStandard, Decision, Directorate,
            LedgerEntry, EngagementCount, Meeting, Milestone, Minute, Option, OptionVariant,
            Phase, PlanAmount, Portfolio, Programme, Recommendation, Resolution, Review,
            ReviewedService, Risk, Service, ServiceBudget, SourcePaper, StatedFigure, Theme,
            Vote, Workstream,
        )
    }  # fmt: skip

    assert counts == {
        "AgendaItem": 17,
        "Attendance": 86,
        "Body": 28,
        "CategoryTarget": 6,
        "CycleStandard": 12,
        "Decision": 1,
        "Directorate": 4,
        "LedgerEntry": 10,
        "EngagementCount": 5,
        "Meeting": 32,
        "Milestone": 51,
        "Minute": 12,
        "Option": 50,
        "OptionVariant": 2,
        "Phase": 2,
        "PlanAmount": 5,
        "Portfolio": 4,
        "Programme": 18,
        "Recommendation": 90,
        "Resolution": 18,
        "Review": 17,
        "ReviewedService": 25,
        "Risk": 19,
        "Service": 155,
        "ServiceBudget": 12,
        "SourcePaper": 15,
        "StatedFigure": 57,
        "Theme": 3,
        "Vote": 81,
        "Workstream": 4,
    }


@pytest.mark.usefixtures("loaded_programme")
def test_loading_again_adds_no_row():
    assert loader.load() == {}


@pytest.mark.usefixtures("loaded_programme")
def test_a_row_that_people_changed_is_left_as_it_is():
    Review.objects.filter(code="P1-PRO").update(next_steps="Settle the client side")

    loader.load()

    assert Review.objects.get(code="P1-PRO").next_steps == "Settle the client side"


@pytest.mark.usefixtures("loaded_programme")
def test_every_row_read_from_a_paper_is_credited_to_it():
    uncredited = {
        model.__name__: model.objects.filter(source__isnull=True).count()
        for model in (Body, Meeting, Milestone, Option, Recommendation, Resolution, Review, Risk)
    }

    assert set(uncredited.values()) == {0}


@pytest.mark.usefixtures("loaded_programme")
def test_the_joint_review_covers_three_services():
    joint = Review.objects.get(code="P1-HIF")

    codes = list(joint.reviewed_services.values_list("service__code", flat=True))

    assert codes == ["P1-HR", "P1-ICT", "P1-FIN"]


@pytest.mark.usefixtures("loaded_programme")
def test_residential_care_is_deferred_and_the_others_are_at_stage_2():
    phase_1 = Review.objects.filter(phase__number=1).order_by("order")

    standing = {r.code: (r.stage.code, r.state) for r in phase_1.select_related("stage")}

    assert standing.pop("P1-RES") == ("stage-2", "DEFERRED")
    assert set(standing.values()) == {("stage-2", "ACTIVE")}


@pytest.mark.usefixtures("loaded_programme")
def test_owners_the_papers_do_not_name_stay_blank():
    owners = {p.code: p.owners.count() for p in Portfolio.objects.all()}

    assert owners == {"CP-025": 2, "CP-ADU": 0, "CP-PLA": 0, "CP-BUS": 1}


@pytest.mark.usefixtures("loaded_programme")
def test_what_an_informal_body_agreed_is_advice():
    kinds = set(Resolution.objects.filter(meeting__body__code="TAG").values_list("kind", flat=True))

    assert kinds == {"ADVICE"}


@pytest.mark.usefixtures("loaded_programme")
def test_demonstration_accounts_sign_in_with_the_printed_password(settings):
    officer = authenticate(username="officer", password=settings.DEMO_PASSWORD)

    assert officer is not None
    assert User.objects.filter(is_demonstration=True).count() == 8
