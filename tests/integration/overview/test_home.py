from datetime import date

import pytest
from django.urls import reverse

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from tests.factories import governance
from tests.factories.organisation import make_user
from tests.factories.programme import make_milestone
from tests.factories.reviews import make_review
from tests.integration.overview.pages import words

pytestmark = pytest.mark.django_db

HOME = reverse("overview:home")


@pytest.fixture
def council():
    governance.make_constitution()
    body = governance.make_body(name="County Council", kind=BodyKind.FULL_COUNCIL)
    return governance.make_published_meeting(body, code="MT-MAY")


def test_home_asks_for_sign_in(client):
    response = client.get(HOME)

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("role", Role)
def test_home_opens_for_every_role(role, client_of, council):
    response = client_of(make_user(role)).get(HOME)

    assert response.status_code == 200
    assert "County Council, Thursday 15 May 2014, in 9 days" in words(response).replace(" ,", ",")


def test_home_of_an_officer_lists_asks_reviews_and_meetings(client_of, officer, council):
    review = make_review("P1-PRO", title="Property Review", stage="stage-2", lead=officer)
    make_milestone(review, due_on=date(2014, 5, 30), title="Shadow company")

    page = words(client_of(officer).get(HOME))

    assert "Asked of you (2)" in page
    assert "Supply the outline business case for Property Review" in page
    assert "due 30 May 2014" in page
    assert "Your reviews (1)" in page
    assert "Property Review P1-PRO · Lead" in page
    assert "Shadow company 30 May 2014" in page
    assert "papers by Wednesday 7 May 2014, 5 clear days" in page
    assert "Read it before Council" not in page


def test_home_of_an_officer_without_anything_says_one_sentence_with_one_button(client_of, officer):
    page = client_of(officer).get(HOME).content.decode()

    assert "Nothing is asked of you today." in page
    assert page.count('role="button"') == 1
    assert "You neither lead nor own a review." in page
    assert "No meeting to come is recorded." in page


def test_home_of_a_member_leads_with_the_page_before_council(client_of, member, council):
    response = client_of(member).get(HOME)
    page = response.content.decode()

    assert page.index("Read it before Council") < page.index("Coming up")
    assert 'href="/before-council/"' in page
    assert "Asked of you" not in page


def test_home_of_a_member_says_when_no_council_is_recorded(client_of, member):
    assert "No further meeting of the full council is recorded." in words(
        client_of(member).get(HOME)
    )


def test_home_of_the_clerk_lists_items_without_an_outcome(client_of, clerk, council):
    item = governance.make_item(council, number=12, title="Outturn")
    governance.make_recommendation(item=item)

    page = client_of(clerk).get(HOME).content.decode()

    assert "Item 12: Outturn" in page
    assert "/meetings/MT-MAY/#item-12" in page


def test_home_of_the_portfolio_office_offers_a_report(client_of, portfolio_officer):
    page = client_of(portfolio_officer).get(HOME).content.decode()

    assert reverse("records:document-new") in page


def test_home_of_others_offers_no_report(client_of, officer, auditor):
    for user in (officer, auditor):
        assert reverse("records:document-new") not in client_of(user).get(HOME).content.decode()


def test_home_of_the_administrator_names_the_doctor(client_of, administrator):
    assert "manage.py doctor" in words(client_of(administrator).get(HOME))


def test_home_as_at_a_past_day_counts_from_it(client_of, member, council):
    page = words(client_of(member).get(HOME, {"as_at": "2014-05-14"}))

    assert "Thursday 15 May 2014, tomorrow" in page.replace(" ,", ",")


def test_home_of_the_auditor_says_where_history_stands(client_of, auditor, officer):
    assert "Who did what, when and why" in words(client_of(auditor).get(HOME))
    assert "Who did what, when and why" not in words(client_of(officer).get(HOME))
