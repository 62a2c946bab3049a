"""Taking a review in and changing its scope in the browser."""

import pytest

from ftc.organisation.models import Service
from ftc.programme.models import Portfolio
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import Review
from tests.factories.reviews import (
    change_state,
    make_methodology,
    make_option,
    make_review,
    make_service,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
DATE = {"effective_on_day": "3", "effective_on_month": "3", "effective_on_year": "2014"}


@pytest.fixture
def trio():
    reviews = [
        make_review(f"P1-{code}", title=f"{code} Review", stage="stage-2", order=order)
        for order, code in enumerate(("HR", "ICT", "FIN"), start=1)
    ]
    for review in reviews:
        make_service(review, code=review.code)
    return reviews


def _merge(client, **typed):
    values = {
        "version": 1,
        "versions": "P1-ICT:1,P1-FIN:1",
        "others": ["P1-ICT", "P1-FIN"],
        "into": "NEW",
        "code": "P1-HIF",
        "title": "HR, ICT and Finance Review",
        "reason": "One back office",
    }
    return client.post("/reviews/P1-HR/scope/merge/", values | typed, follow=True)


def test_a_review_is_added_and_opened_on_an_earlier_day(client_of, portfolio_officer, officer, sro):
    make_methodology()
    Service.objects.create(code="LIB", name="Libraries")
    typed = {
        "code": "P1-LIB",
        "title": "Libraries Review",
        "phase": "1",
        "services": ["LIB"],
        "lead": officer.username,
        "owner": sro.username,
        "reason": "It was opened then",
        **DATE,
    }

    response = client_of(portfolio_officer).post("/reviews/add/", typed, follow=True)

    assert response.redirect_chain == [("/reviews/P1-LIB/", 302)]
    text = text_of(response)
    assert "Libraries Review is in the programme." in text
    assert f"Lead: {officer}" in text
    review = Review.objects.get(code="P1-LIB")
    assert review.opened_on.isoformat() == "2014-03-03"


def test_what_is_wrong_with_a_new_review_is_said_and_what_was_typed_stays(
    client_of, portfolio_officer
):
    make_review("P1-LIB")
    Service.objects.create(code="LIB", name="Libraries")
    typed = {"code": "P1-LIB", "title": "Mine", "phase": "1", "services": ["LIB"]}

    response = client_of(portfolio_officer).post("/reviews/add/", typed)

    assert response.status_code == 422
    assert "The code P1-LIB is taken already." in text_of(response)
    assert 'value="Mine"' in response.content.decode()


def test_nothing_is_added_while_looking_at_the_past(client_of, portfolio_officer):
    client = client_of(portfolio_officer)
    client.get("/reviews/?as_at=2014-03-27")

    response = client.get("/reviews/add/", follow=True)

    assert response.redirect_chain == [("/reviews/", 302)]
    assert "You are looking at 27 March 2014." in text_of(response)


def test_three_reviews_become_one_and_lead_to_it(client_of, portfolio_officer, member, trio):
    client = client_of(portfolio_officer)

    page = client.get("/reviews/P1-HR/scope/merge/")
    done = _merge(client, **DATE)
    reader = client_of(member)
    part, joint = reader.get("/reviews/P1-ICT/"), reader.get("/reviews/P1-HIF/")
    history = reader.get("/reviews/P1-HIF/history/")
    before = reader.get("/reviews/P1-ICT/?as_at=2014-03-02")

    assert page.status_code == 200
    assert done.redirect_chain == [("/reviews/P1-HIF/", 302)]
    assert "HR, ICT and Finance Review is the joint review now." in text_of(done)
    assert "Merged into HR, ICT and Finance Review on 3 March 2014" in text_of(part)
    assert "Joint review of HR Review, ICT Review, FIN Review." in text_of(joint)
    assert "Service P1-ICT" in text_of(joint)
    assert "What became of ICT Review" in text_of(history)
    assert "Merged into" not in text_of(before)
    assert "Service P1-ICT" in text_of(before)


def test_a_new_joint_review_needs_its_code_and_title(client_of, portfolio_officer, trio):
    response = _merge(client_of(portfolio_officer), code="", title="")

    assert response.status_code == 422
    assert "Enter the code of the new joint review" in text_of(response)
    assert "One back office" in text_of(response)


@pytest.mark.parametrize("versions", ["", "P1-ICT", "P1-ICT:x,P1-FIN:1", "P1-ICT:7,P1-FIN:1"])
def test_a_merge_of_reviews_that_changed_meanwhile_is_refused(
    client_of, portfolio_officer, trio, versions
):
    response = _merge(client_of(portfolio_officer), versions=versions)

    assert response.status_code == 422
    assert not Review.objects.filter(state=ReviewState.MERGED).exists()


def test_a_merged_review_is_taken_out_again(client_of, portfolio_officer, trio):
    client = client_of(portfolio_officer)
    _merge(client)

    scope = client.get("/reviews/P1-ICT/scope/")
    done = client.post(
        "/reviews/P1-ICT/scope/take-out/", {"version": 2, "reason": "It goes alone"}, follow=True
    )

    assert "Take out of the joint review" in text_of(scope)
    assert "ICT Review is a review of its own again." in text_of(done)
    joint = text_of(client.get("/reviews/P1-HIF/scope/"))
    assert "Gave back ICT Review It goes alone" in joint
    assert "Took in HR Review One back office" in joint


def test_a_review_that_was_not_merged_is_not_taken_out(client_of, portfolio_officer, trio):
    response = client_of(portfolio_officer).get("/reviews/P1-ICT/scope/take-out/", follow=True)

    assert "ICT Review is not part of a joint review." in text_of(response)


def test_services_and_options_are_split_off(client_of, portfolio_officer):
    review = make_review("P1-HIF", title="HR and ICT Review", stage="stage-2")
    for code in ("HR", "ICT"):
        make_service(review, code=code)
    option = make_option(review, title="Joint venture")
    client = client_of(portfolio_officer)

    page = client.get("/reviews/P1-HIF/scope/split/")
    done = client.post(
        "/reviews/P1-HIF/scope/split/",
        {
            "version": 1,
            "services": ["ICT"],
            "options": [option.code],
            "code": "P1-ICT",
            "title": "ICT Review",
            "reason": "It goes alone",
        },
        follow=True,
    )

    assert "Service ICT" in text_of(page)
    assert "ICT Review is split off from HR and ICT Review." in text_of(done)
    assert "Joint venture" in text_of(done)


def test_the_scope_page_says_what_cannot_be_done_and_why(client_of, portfolio_officer):
    review = make_review("P1-PRO", title="Property Review", stage="stage-2")
    make_service(review)

    text = text_of(client_of(portfolio_officer).get("/reviews/P1-PRO/scope/"))

    assert "Property Review covers one service, so there is nothing to split off." in text
    assert "Property Review is at Stage 2" in text
    assert "A review is closed at Implementation, the last stage." in text


def test_who_may_not_change_the_scope_reads_it(client_of, member, trio):
    response = client_of(member).get("/reviews/P1-HR/scope/")

    assert response.status_code == 200
    assert "Change scope" not in text_of(response)
    assert "Service P1-HR" in text_of(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_scope_page_takes_as_many_queries_for_one_change_as_for_three(
    client_of, member, trio, number, django_assert_num_queries
):
    for on in range(number):
        change_state(
            trio[0],
            ReviewState.DEFERRED if on % 2 == 0 else ReviewState.ACTIVE,
            reason=f"Reason {on}",
        )
        make_service(trio[0])
    client = client_of(member)

    with django_assert_num_queries(7):
        client.get("/reviews/P1-HR/scope/")


@pytest.mark.parametrize(
    "act, state, sentence",
    [
        ("withdraw", ReviewState.WITHDRAWN, "HR Review is withdrawn."),
        ("defer", ReviewState.DEFERRED, "HR Review is deferred."),
    ],
)
def test_a_review_changes_its_state_from_an_earlier_day(
    client_of, portfolio_officer, trio, act, state, sentence
):
    client = client_of(portfolio_officer)

    page = client.get(f"/reviews/P1-HR/{act}/")
    done = client.post(
        f"/reviews/P1-HR/{act}/", {"version": 1, "reason": "It waits", **DATE}, follow=True
    )

    change = trio[0].state_changes.get()
    assert page.status_code == 200
    assert sentence in text_of(done)
    assert (change.state, change.effective_on.isoformat()) == (state, "2014-03-03")


def test_a_review_is_not_handed_over_before_its_last_stage(client_of, portfolio_officer, trio):
    Portfolio.objects.create(code="BCP", name="Business Capability")

    response = client_of(portfolio_officer).post(
        "/reviews/P1-HR/scope/hand-over/", {"version": 1, "portfolio": "BCP", "reason": "Done"}
    )

    assert response.status_code == 422
    assert "handed over for implementation at Implementation" in text_of(response)
    assert 'value="1"' in response.content.decode()


def test_reconsidering_asks_what_becomes_of_each_preferred_option(client_of, portfolio_officer):
    review = make_review("P1-PRO", title="Property Review", stage="stage-2")
    option = make_option(review, title="Trust")
    client = client_of(portfolio_officer)

    page = client.get("/reviews/P1-PRO/scope/reconsider/")
    response = client.post(
        "/reviews/P1-PRO/scope/reconsider/",
        {
            "version": 1,
            "to_stage": "stage-1",
            f"option_{option.code}": OptionStateKind.SHORT_LISTED,
            "reason": "It failed",
        },
    )

    assert "What becomes of “Trust”?" in text_of(page)
    assert response.status_code == 422
