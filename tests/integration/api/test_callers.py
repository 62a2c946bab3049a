"""Who may call the API, and how it refuses."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from ftc import api
from ftc.organisation.enums import Role
from ftc.organisation.models import ApiToken
from ftc.organisation.tokens import create_token
from tests.factories.organisation import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/bodies"
EVERY_ADDRESS = [
    "reviews", "reviews/none", "bodies", "meetings", "meetings/none", "recommendations", "figures",
    "figures/none", "openapi.json",
]  # fmt: skip


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def auditor_token(auditor):
    return create_token(user=auditor, now=timezone.now())


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_every_address_asks_for_a_token(client, address):
    response = client.get(f"/api/v1/{address}")

    assert response.status_code == 401
    assert response.json() == {"detail": api.NO_TOKEN}
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_token_lets_in(client, auditor_token):
    response = client.get(ADDRESS, headers=bearer(auditor_token))

    assert response.status_code == 200
    assert response.json() == {"items": [], "count": 0}
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("slash", ["", "/"])
def test_last_slash_does_not_matter(client, auditor_token, slash):
    response = client.get(ADDRESS + slash, headers=bearer(auditor_token))

    assert response.status_code == 200


def test_use_of_a_token_is_noted_by_the_day(client, auditor_token, django_assert_num_queries):
    today = timezone.localdate()

    client.get(ADDRESS, headers=bearer(auditor_token))

    assert ApiToken.objects.values_list("last_used_on", flat=True).get() == today
    with django_assert_num_queries(3):  # token and user, roles, count; there is nothing to list
        client.get(ADDRESS, headers=bearer(auditor_token))


@pytest.mark.parametrize("token", ["unknown", "", "ftc_"])
def test_unknown_token_is_refused(client, auditor_token, token):
    response = client.get(ADDRESS, headers=bearer(token))

    assert (response.status_code, response.json()) == (401, {"detail": api.BAD_TOKEN})


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearer2"])
def test_other_schemes_are_refused(client, auditor_token, scheme):
    response = client.get(ADDRESS, headers={"Authorization": f"{scheme} {auditor_token}"})

    assert response.status_code == 401


def test_withdrawn_token_is_refused(client, auditor_token):
    ApiToken.objects.update(revoked_at=timezone.now())

    assert client.get(ADDRESS, headers=bearer(auditor_token)).status_code == 401


def test_token_of_a_closed_account_is_refused(client, auditor, auditor_token):
    auditor.is_active = False
    auditor.save()

    assert client.get(ADDRESS, headers=bearer(auditor_token)).status_code == 401


@pytest.mark.parametrize(
    "headers, expected",
    [({}, 200), ({"REMOTE_ADDR": "10.0.0.7"}, 401), ({"HTTP_X_FORWARDED_FOR": "::1"}, 401)],
)
def test_token_of_a_demonstration_account_works_on_this_machine(client, headers, expected):
    user = make_user(Role.MEMBER, is_demonstration=True)
    token = create_token(user=user, now=timezone.now())

    response = client.get(ADDRESS, headers=bearer(token), **headers)

    assert response.status_code == expected
    if expected == 401:
        assert response.json() == {"detail": api.NOT_FROM_HERE}


def test_signed_in_browser_may_read(client_of, auditor):
    assert client_of(auditor).get(ADDRESS).status_code == 200


def test_signed_in_browser_with_a_bad_token_is_refused(client_of, auditor):
    response = client_of(auditor).get(ADDRESS, headers=bearer("unknown"))

    assert response.status_code == 401


def test_role_is_asked_for(ask_as):
    assert ask_as(make_user())("reviews") == (
        403,
        {"detail": "Your role does not allow you to read reviews."},
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_by_the_api(client, auditor_token, method):
    response = getattr(client, method)(ADDRESS, headers=bearer(auditor_token))

    assert response.status_code == 405


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/reviews"])
def test_unknown_address_says_where_the_addresses_are(client, address):
    response = client.get(address)

    assert (response.status_code, response.json()) == (404, {"detail": api.NOTHING_HERE})


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("page=0", "page=0 was not understood: it must be at least 1."),
        ("page_size=201", "page_size=201 was not understood: it must be at most 200."),
        ("page=two", "page=two was not understood: it must be a whole number."),
        (
            "as_at=27/3/2014",
            "as_at=27/3/2014 was not understood: "
            "give a date as year-month-day, such as 2014-03-27.",
        ),
        ("as_at=2014-02-30", "as_at=2014-02-30 was not understood: "
         "give a date as year-month-day, such as 2014-03-27."),
        ("kind=x&kind=y", "Give kind once."),
        (
            "knd=x",
            "There is no parameter 'knd' here. "
            "There are: page, page_size, as_at, kind, regime.",
        ),
    ],
)  # fmt: skip
def test_bad_parameter_is_refused_in_a_sentence(ask, query, sentence):
    status, answer = ask(f"bodies?{query}")

    assert status == 422
    assert sorted(answer) == ["detail"]
    assert set(answer["detail"].split()) == set(sentence.split())


def test_openapi_description_names_every_address(ask):
    status, answer = ask("openapi.json")

    assert status == 200
    assert answer["info"] == {
        "title": "FTC",
        "version": "1",
        "description": "Reviews, meetings, recommendations and figures, as at any date. Read only.",
    }
    assert sorted(answer["paths"]) == [
        "/api/v1/bodies",
        "/api/v1/engagements",
        "/api/v1/engagements/{code}",
        "/api/v1/figures",
        "/api/v1/figures/{key}",
        "/api/v1/meetings",
        "/api/v1/meetings/{code}",
        "/api/v1/recommendations",
        "/api/v1/reviews",
        "/api/v1/reviews/{code}",
        "/api/v1/reviews/{code}/business-cases",
        "/api/v1/suppliers",
    ]


def test_page_of_addresses_is_for_signed_in_people(client, client_of, officer):
    assert client.get("/api/v1/docs").url == "/sign-in/?next=/api/v1/docs"

    page = client_of(officer).get("/api/v1/docs")

    assert page.status_code == 200
    assert page.content.decode().count("<strong>GET</strong>") == 12
    assert "<code>/api/v1/figures/{key}</code>" in page.content.decode()
    assert "as_at" in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_only_the_digest_of_a_token_is_kept(auditor, auditor_token):
    kept = ApiToken.objects.get()

    assert auditor_token not in str(kept.__dict__)
    assert len(kept.digest) == 64
    assert kept.created_at.date() <= date.today()


def test_as_at_does_not_come_from_the_session(client_of, auditor):
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/components/?as_at=2013-12-12")

    response = client.get("/api/v1/figures/programme.count")

    assert response.json()["as_at"] is None
