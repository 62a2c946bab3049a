from datetime import date

import pytest

from ftc.overview.queries.search import KIND_BY_CODE, KINDS, search
from ftc.records.enums import Classification
from tests.factories import governance, programme
from tests.factories.finance import make_saving
from tests.factories.organisation import make_service as make_council_service
from tests.factories.records import make_document
from tests.factories.reviews import make_evidence, make_option, make_review, make_service

pytestmark = pytest.mark.django_db


def found(words, user, as_at=None, **changes):
    groups = search(words, user=user, as_at=as_at, **changes)
    return {group.kind.code: [hit.title for hit in group.hits] for group in groups}


@pytest.mark.parametrize("words", ["", "   "])
def test_search_finds_nothing_for_no_words(words, officer):
    make_review(title="Property Review")

    assert search(words, user=officer, as_at=None) == []


def test_search_finds_words_in_any_of_their_forms(officer):
    make_review("P1-LIB", title="Libraries Review")

    assert found("library", officer) == {"reviews": ["Libraries Review"]}


def test_search_finds_part_of_a_title(officer):
    make_review(title="Libraries Review")

    assert found("ibrar", officer) == {"reviews": ["Libraries Review"]}


@pytest.mark.parametrize("words", ["P1-PRO", "p1-p"])
def test_search_finds_the_beginning_of_a_code(words, officer):
    make_review("P1-PRO", title="Property Review")
    make_review("P1-LEG", title="Legal Review")

    assert found(words, officer) == {"reviews": ["Property Review"]}


def test_search_leads_from_a_service_to_its_review(officer):
    review = make_review("P1-HIF", title="Joint review")
    make_service(review, code="P1-HR")

    (group,) = search("P1-HR", user=officer, as_at=None)

    assert [(hit.title, hit.url, hit.hint) for hit in group.hits] == [
        ("Service P1-HR", "/reviews/P1-HIF/", "P1-HR, in Joint review")
    ]


def test_search_leaves_out_services_that_nobody_reviews(officer):
    make_council_service(name="Beekeeping")

    assert found("Beekeeping", officer) == {}


def test_search_finds_each_kind_of_thing(officer):
    body = governance.make_body(name="Heron committee")
    meeting = governance.make_published_meeting(body, business="About a heron")
    item = governance.make_item(meeting, title="The heron")
    review = make_review(title="Heron review", stage="stage-2")
    make_option(review, title="Keep the heron")
    make_evidence(review, by=officer, title="Heron case")
    programme.make_activity(title="Heron project")
    programme.make_risk(title="Heron flies")
    make_saving(title="Heron saving")
    programme.make_source(title="Heron paper")
    make_document(title="Heron report")
    governance.make_recommendation(item=item, summary="Feed the heron")
    governance.make_resolution(meeting, title="Heron fed")
    governance.make_decision(title="Heron house", number="14/00001")

    assert set(found("heron", officer)) == {
        "reviews", "options", "evidence", "activities", "risks", "savings", "papers", "documents",
        "meetings", "items", "recommendations", "resolutions", "decisions", "bodies",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("classification", "exempt"),
    [
        (Classification.EXEMPT, {"exempt_paragraph": 3, "exempt_reason": "Prices"}),
        (Classification.CONFIDENTIAL, {}),
    ],
)
def test_search_never_shows_exempt_evidence_to_who_may_not_read_it(
    officer, sro, classification, exempt
):
    review = make_review(stage="stage-2")
    make_evidence(
        review, by=officer, title="Bidders and prices", classification=classification, **exempt
    )

    assert found("bidders", officer) == {}
    assert found("bidders", sro) == {"evidence": ["Bidders and prices"]}


def test_search_keeps_what_hangs_on_an_exempt_item_from_who_may_not_read_it(officer, member):
    meeting = governance.make_meeting()
    item = governance.make_exempt_item(meeting, title="Bidders")
    governance.make_recommendation(item=item, summary="Choose among bidders")
    governance.make_resolution(meeting, agenda_item=item, title="Bidders chosen")

    assert found("bidders", officer) == {}
    assert set(found("bidders", member)) == {"items", "recommendations", "resolutions"}


def test_search_answers_as_at_a_date(officer):
    make_review(
        "P2-SEN",
        phase=2,
        title="Transport review",
        source=programme.make_source(known_on=date(2014, 3, 27)),
    )
    programme.make_source(title="Transport paper", known_on=date(2014, 5, 6))

    assert found("transport", officer, date(2014, 3, 1)) == {}
    assert found("transport", officer, date(2014, 4, 1)) == {"reviews": ["Transport review"]}
    assert set(found("transport", officer)) == {"reviews", "papers"}


def test_search_shows_the_first_few_of_a_kind_and_pages_all_of_one(officer):
    for number in range(27):
        programme.make_risk(title=f"Flood {number:02d}")

    (few,) = search("flood", user=officer, as_at=None)
    (second,) = search("flood", user=officer, as_at=None, kind=KIND_BY_CODE["risks"], number="2")

    assert (few.count, len(few.hits), second.count, len(second.hits)) == (27, 5, 27, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries_whatever_is_found(
    number, officer, django_assert_num_queries
):
    officer.permissions  # noqa: B018  # read once, before the queries are counted
    for _ in range(number):
        review = make_review(title="Heron", stage="stage-2")
        make_option(review, title="Heron")
        make_evidence(review, by=officer, title="Heron")
        governance.make_item(title="Heron")

    with django_assert_num_queries(len(KINDS) + 4):
        search("heron", user=officer, as_at=None)
