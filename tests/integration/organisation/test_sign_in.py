"""Signing in and out, lockout, and the buttons of a demonstration."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ftc.organisation.enums import Role
from tests.conftest import DEMO_PASSWORD
from tests.factories.organisation import PASSWORD, make_user

SIGN_IN = "/sign-in/"
TOO_MANY = "There were too many failed attempts to sign in. Wait five minutes, then try again."
WRONG = "The username or the password is not right."

pytestmark = pytest.mark.django_db


@pytest.fixture
def olive():
    return make_user(Role.OFFICER, username="olive", password=PASSWORD)


@pytest.fixture
def demonstration_people():
    return [
        make_user(
            role,
            username=role.name.lower(),
            name=f"Demonstration {role.label}",
            is_demonstration=True,
            password=DEMO_PASSWORD,
        )
        for role in (Role.OFFICER, Role.AUDITOR)
    ]


def sign_in(client, username, password, **headers):
    return client.post(SIGN_IN, {"login": username, "password": password}, **headers)


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_sign_in_with_username_and_password(client, olive):
    response = sign_in(client, "olive", PASSWORD)

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in_as(client) == str(olive.pk)


def test_sign_in_goes_on_to_the_page_asked_for(client, olive):
    page = client.get("/sign-in/?next=/components/").content.decode()
    form = {"login": "olive", "password": PASSWORD, "next": "/components/"}

    response = client.post(SIGN_IN, form)

    assert page.count('<input type="hidden" name="next" value="/components/">') == 1
    assert response.url == "/components/"


def test_sign_in_does_not_go_to_another_site(client, olive):
    form = {"login": "olive", "password": PASSWORD, "next": "https://example.org/"}

    response = client.post(SIGN_IN, form)

    assert response.url == "/"


@pytest.mark.parametrize("username, password", [("olive", "wrong"), ("nobody", PASSWORD)])
def test_wrong_credentials_are_refused_without_saying_which(client, olive, username, password):
    response = sign_in(client, username, password)

    assert response.status_code == 422
    assert WRONG in response.content.decode()
    assert f'value="{username}"' in response.content.decode()
    assert password not in response.content.decode()
    assert signed_in_as(client) is None


def test_closed_account_is_told_so(client, olive):
    olive.is_active = False
    olive.save()

    response = sign_in(client, "olive", PASSWORD)

    assert response.url == reverse("account_inactive")
    assert signed_in_as(client) is None
    assert "Your account is closed" in client.get(response.url).content.decode()


@pytest.mark.slow
def test_five_failures_close_the_name_for_a_while(client, olive):
    answers = [sign_in(client, "olive", "wrong") for _ in range(5)]

    sixth = sign_in(client, "olive", PASSWORD)

    assert [WRONG in answer.content.decode() for answer in answers] == [True] * 5
    assert sixth.status_code == 422
    assert TOO_MANY in sixth.content.decode()
    assert signed_in_as(client) is None


@pytest.mark.slow
def test_one_closed_name_closes_no_other_at_the_same_address(client, olive):
    make_user(Role.AUDITOR, username="ali", password=PASSWORD)
    for _ in range(40):
        sign_in(client, "olive", "wrong")

    response = sign_in(client, "ali", PASSWORD)

    assert response.status_code == 302


@pytest.mark.slow
def test_many_names_tried_from_one_address_close_the_address(client, olive):
    for number in range(30):
        sign_in(client, f"guess{number}", "wrong")

    here = sign_in(client, "olive", PASSWORD)
    elsewhere = sign_in(client, "olive", PASSWORD, REMOTE_ADDR="10.0.0.7")

    assert TOO_MANY in here.content.decode()
    assert elsewhere.status_code == 302


def test_failures_before_a_success_are_not_forgotten(client, olive):
    for _ in range(4):
        sign_in(client, "olive", "wrong")
    assert sign_in(client, "olive", PASSWORD).status_code == 302
    client.post("/sign-out/")

    fifth, sixth = (sign_in(client, "olive", "wrong") for _ in range(2))

    assert WRONG in fifth.content.decode()
    assert TOO_MANY in sixth.content.decode()


def test_flood_of_requests_is_refused_with_a_plain_page(client, olive, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    sign_in(client, "olive", "wrong")

    response = sign_in(client, "olive", PASSWORD)

    assert response.status_code == 429
    assert "Wait a minute, then try again." in response.content.decode()


def test_sign_in_over_a_unix_socket(client, olive):
    response = sign_in(client, "olive", PASSWORD, REMOTE_ADDR="")

    assert response.status_code == 302


def test_sign_out_is_by_post(client_of, olive):
    client = client_of(olive)

    asked = client.get("/sign-out/")
    still_in = signed_in_as(client)
    response = client.post("/sign-out/")

    assert "You are signed in as" in asked.content.decode()
    assert still_in == str(olive.pk)
    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert signed_in_as(client) is None


def test_sign_out_when_nobody_is_signed_in(client):
    response = client.get("/sign-out/")

    assert response.url == SIGN_IN


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_nobody_signs_up_or_resets_a_password_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_change_password(client_of, olive):
    client = client_of(olive)
    new = "an even longer pass phrase"

    page = client.get("/password/")
    response = client.post(
        "/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    olive.refresh_from_db()
    assert page.status_code == 200
    assert response.url == "/"
    assert olive.check_password(new)
    assert signed_in_as(client) == str(olive.pk)


def test_change_password_refuses_a_short_one(client_of, olive):
    client = client_of(olive)

    response = client.post(
        "/password/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )

    olive.refresh_from_db()
    assert response.status_code == 422
    assert "at least 12 characters" in response.content.decode()
    assert olive.check_password(PASSWORD)


def test_demonstration_account_keeps_its_password(client_of, demonstration_people):
    response = client_of(demonstration_people[0]).get("/password/")

    assert response.status_code == 403
    assert "keeps the demonstration" in response.content.decode()


def test_sign_in_page_offers_a_button_for_each_demonstration_account(client, demonstration_people):
    make_user(Role.MEMBER, username="real")

    page = client.get(SIGN_IN).content.decode()

    buttons = re.findall(r'value="(\w+)" type="submit" name="username"[^>]*>([^<]+)<', page)
    assert buttons == [
        ("officer", "Demonstration Officer"),
        ("auditor", "Demonstration Auditor"),
    ]
    assert "They belong to no real person" in page


@pytest.mark.parametrize(
    "demonstration, headers",
    [
        (False, {}),
        (True, {"REMOTE_ADDR": "10.0.0.7"}),
        (True, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
    ],
)
def test_sign_in_page_offers_no_button_elsewhere(
    client, demonstration_people, settings, demonstration, headers
):
    settings.DEMONSTRATION = demonstration

    page = client.get(SIGN_IN, **headers).content.decode()

    assert "Demonstration accounts" not in page


def test_demonstration_button_signs_in_with_one_click(demonstration_people):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in/?next=/components/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    form = {"username": "auditor", "csrfmiddlewaretoken": token, "next": "/components/"}

    response = client.post("/sign-in/demonstration/", form)

    assert response.url == "/components/"
    assert signed_in_as(client) == str(demonstration_people[1].pk)


def test_demonstration_button_needs_its_token(demonstration_people):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/sign-in/demonstration/", {"username": "auditor"})

    assert response.status_code == 403
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "demonstration, headers, expected",
    [
        (False, {}, 404),
        (True, {"REMOTE_ADDR": "10.0.0.7"}, 403),
        (True, {"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
    ],
)
def test_demonstration_button_is_refused_elsewhere(
    client, demonstration_people, settings, demonstration, headers, expected
):
    settings.DEMONSTRATION = demonstration

    response = client.post("/sign-in/demonstration/", {"username": "auditor"}, **headers)

    assert response.status_code == expected
    assert signed_in_as(client) is None


def test_demonstration_button_signs_in_no_real_account(client, demonstration_people, olive):
    response = client.post("/sign-in/demonstration/", {"username": "olive"})

    assert response.status_code == 404
    assert signed_in_as(client) is None


def test_demonstration_button_goes_to_no_other_site(client, demonstration_people):
    response = client.post(
        "/sign-in/demonstration/", {"username": "auditor", "next": "https://example.org/"}
    )

    assert response.url == "/"


def test_demonstration_address_is_for_posting(client):
    assert client.get("/sign-in/demonstration/").status_code == 405


def test_script_signs_in_to_a_demonstration_account_by_form(client, demonstration_people):
    response = sign_in(client, "officer", DEMO_PASSWORD)

    assert response.status_code == 302
    assert signed_in_as(client) == str(demonstration_people[0].pk)


@pytest.mark.parametrize(
    "demonstration, headers",
    [
        (False, {}),
        (True, {"REMOTE_ADDR": "10.0.0.7"}),
        (True, {"HTTP_X_REAL_IP": "127.0.0.1"}),
    ],
)
def test_demonstration_account_by_form_is_refused_elsewhere(
    client, demonstration_people, settings, demonstration, headers
):
    settings.DEMONSTRATION = demonstration

    response = sign_in(client, "officer", DEMO_PASSWORD, **headers)

    assert response.status_code == 422
    assert "signs in only from the machine" in response.content.decode()
    assert signed_in_as(client) is None


def test_fragment_asked_for_after_the_session_ended_leads_to_the_sign_in_page(client):
    response = client.get(
        "/password/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/reviews/?phase=1"},
    )

    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Freviews%2F%3Fphase%3D1"
