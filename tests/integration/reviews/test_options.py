"""The options of a review in the browser: the list, adding, editing, deciding; delivery models."""

from datetime import date

import pytest

from reviews.enums import OptionStateKind
from reviews.models import DeliveryModel, Option
from tests.factories.appraisal import make_agreed_appraisal
from tests.factories.reviews import change_state, make_delivery_model, make_option, make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
LIST = "/reviews/P1-PRO/options/"


@pytest.fixture
def review(officer, sro):
    return make_review("P1-PRO", title="Property", lead=officer, sro=sro, stage="stage-2")


@pytest.fixture
def option(review):
    return make_option(review, OptionStateKind.SHORT_LISTED, title="A trust", reason="It fits.")


def _record(client, option, **fields):
    return client.post(
        f"{LIST}{option.code}/record/",
        {"version": 1, "state": OptionStateKind.PREFERRED, "reason": "It keeps assets", **fields},
    )


def _typed(**fields):
    return {
        "version": 1,
        "title": "Shared service",
        "note": "With a neighbour",
        "delivery_models": ["LATCO"],
        "variants": "With Medway\n\nWith Surrey",
        **fields,
    }


def test_the_list_shows_what_became_of_each_option_and_what_it_was_given(
    client_of, officer, review
):
    make_option(review, OptionStateKind.SHORT_LISTED, title="A trust")
    make_option(review, OptionStateKind.NOT_RECOMMENDED, title="Sell it", reason="Too little")
    make_agreed_appraisal(review)

    said = text_of(client_of(officer).get(LIST))

    assert "A trust LATCO Short-listed 68.0 1" in said
    assert "Sell it LATCO Not recommended 66.0 2 not known Too little" in said
    assert "agreed on 6 May 2014" in said
    assert "Add an option" in said


def test_the_list_of_a_past_day_holds_what_was_known_and_offers_nothing(client_of, officer, option):
    client = client_of(officer)

    said = text_of(client.get(f"{LIST}?as_at=2014-05-05"))

    assert "No option is recorded" in said
    assert "Add an option" not in said


def test_a_service_leads_to_the_options_of_its_review(client_of, officer, review):
    assert client_of(officer).get("/reviews/NONE/options/").status_code == 404


def test_a_lead_adds_an_option_with_its_variants(client_of, officer, review):
    make_delivery_model()
    client = client_of(officer)

    form = client.get(f"{LIST}add/")
    response = client.post(f"{LIST}add/", _typed())

    option = Option.objects.get()
    assert (form.status_code, response.status_code, response["Location"]) == (200, 302, LIST)
    assert [variant.title for variant in option.variants.all()] == ["With Medway", "With Surrey"]
    assert option.states.get().state == OptionStateKind.CONSIDERED


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"title": ""}, "Enter option"),
        ({"delivery_models": []}, "Choose at least one delivery model"),
        ({"title": "A TRUST"}, "has an option called"),
        ({"variants": "a" * 201}, "Line 1 has 201 characters"),
        ({"version": 9}, "Someone else saved this"),
    ],
)
def test_an_option_that_cannot_be_listed_is_refused_and_what_was_typed_is_kept(
    client_of, officer, option, fields, sentence
):
    response = client_of(officer).post(f"{LIST}add/", _typed(**fields))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "With a neighbour" in response.content.decode()
    assert Option.objects.count() == 1


def test_who_saves_an_option_second_is_shown_both_versions(client_of, officer, option):
    client = client_of(officer)
    client.post(f"{LIST}{option.code}/edit/", _typed(title="Theirs"))

    response = client.post(f"{LIST}{option.code}/edit/", _typed(title="Mine"))

    assert response.status_code == 422
    said = text_of(response)
    assert "Option Mine Theirs Differs" in said
    again = client.post(f"{LIST}{option.code}/edit/", _typed(title="Mine", version=2))
    assert again.status_code == 302
    assert Option.objects.get().title == "Mine"


def test_an_option_is_opened_with_what_it_says(client_of, officer, option):
    response = client_of(officer).get(f"{LIST}{option.code}/edit/")

    assert 'value="A trust"' in response.content.decode()


def test_a_lead_records_the_preferred_option(client_of, officer, option):
    client = client_of(officer)

    form = client.get(f"{LIST}{option.code}/record/")
    response = _record(client, option)

    assert (form.status_code, response.status_code) == (200, 302)
    assert "Short-listed since 6 May 2014" in text_of(form)
    assert Option.objects.with_state(None).get(pk=option.pk).state == OptionStateKind.PREFERRED


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"reason": ""}, "Enter the reason"),
        ({"state": "SHORT_LISTED"}, "Select a valid choice"),
        ({"version": 9}, "Someone else saved this"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_words(client_of, officer, option, fields, sentence):
    response = _record(client_of(officer), option, **fields)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_the_portfolio_office_sets_a_date_back(client_of, portfolio_officer, review):
    option = make_option(review, OptionStateKind.SHORT_LISTED, on=date(2014, 3, 1))
    earlier = {
        "effective_on_day": "1", "effective_on_month": "4", "effective_on_year": "2014",
    }  # fmt: skip

    assert _record(client_of(portfolio_officer), option, **earlier).status_code == 302
    assert option.states.latest_first().first().effective_on == date(2014, 4, 1)


def test_options_of_a_deferred_review_stay_as_they_are(client_of, officer, option):
    change_state(option.review)

    assert "Its options stay as they are" in text_of(_record(client_of(officer), option))


def test_who_may_not_edit_records_nothing(client_of, sro, option):
    client = client_of(sro)

    assert _record(client, option).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(f"{LIST}{option.code}/edit/").status_code == 403
    assert "Add an option" not in text_of(client.get(LIST))


def test_an_option_of_another_review_is_not_found(client_of, officer, review):
    other = make_option(make_review(lead=officer))
    client = client_of(officer)

    assert _record(client, other).status_code == 404
    assert client.get(f"{LIST}{other.code}/edit/").status_code == 404


class TestDeliveryModels:
    ADDRESS = "/reviews/delivery-models/"

    def test_the_portfolio_office_adds_retires_and_offers_again(self, client_of, portfolio_officer):
        client = client_of(portfolio_officer)

        added = client.post(self.ADDRESS, {"name": "Shared service"})
        client.post(f"{self.ADDRESS}SHARED_SERVICE/retire/")
        retired = text_of(client.get(self.ADDRESS))
        client.post(f"{self.ADDRESS}SHARED_SERVICE/offer/")

        assert added.status_code == 302
        assert "Shared service SHARED_SERVICE 0 Retired on 6 May 2014" in retired
        assert DeliveryModel.objects.get().retired_on is None

    @pytest.mark.parametrize(
        "name, sentence", [("", "Enter delivery model"), ("latco", "is on the list already")]
    )
    def test_what_cannot_be_added_is_refused(self, client_of, portfolio_officer, name, sentence):
        make_delivery_model(name="LATCO")

        response = client_of(portfolio_officer).post(self.ADDRESS, {"name": name})

        assert response.status_code == 422
        assert sentence in text_of(response)

    def test_a_model_is_retired_once_in_words(self, client_of, portfolio_officer):
        make_delivery_model()
        client = client_of(portfolio_officer)
        offered = client.post(f"{self.ADDRESS}LATCO/offer/", follow=True)
        client.post(f"{self.ADDRESS}LATCO/retire/")
        again = client.post(f"{self.ADDRESS}LATCO/retire/", follow=True)

        assert "is offered already" in text_of(offered)
        assert "is retired already" in text_of(again)

    def test_others_read_the_list_and_change_nothing(self, client_of, officer):
        make_delivery_model()
        client = client_of(officer)

        said = text_of(client.get(self.ADDRESS))

        assert "Add a delivery model" not in said
        for address in ("", "LATCO/retire/", "LATCO/offer/"):
            sent = client.post(self.ADDRESS + address, {"name": "Trust"})
            assert sent.status_code == 403

    @pytest.mark.parametrize("more", [1, 3])
    def test_the_list_takes_as_many_queries_however_many(
        self, client_of, officer, more, django_assert_num_queries
    ):
        for number in range(more):
            make_option(make_review(), models=[f"MODEL-{number}"])
        client = client_of(officer)
        client.get(self.ADDRESS)

        with django_assert_num_queries(4):
            client.get(self.ADDRESS)
