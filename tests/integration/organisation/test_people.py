"""The administrator's pages of accounts and roles, and the first sign-in link."""

import re

import pytest
from django.utils import timezone

from ftc.organisation.enums import Role
from ftc.organisation.models import RoleAssignment, User
from ftc.periods import long_date
from tests.factories.organisation import (
    PASSWORD,
    make_role_assignment,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def olive():
    return make_user(Role.OFFICER, username="olive", name="Olive", password=PASSWORD)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "method, address",
    [
        ("get", "/people/"),
        ("get", "/people/new/"),
        ("get", "/people/olive/"),
        ("post", "/people/new/"),
        ("post", "/people/olive/roles/add/"),
        ("post", "/people/olive/roles/end/"),
        ("post", "/people/olive/link/"),
        ("post", "/people/olive/close/"),
        ("post", "/people/olive/open/"),
    ],
)
@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_only_an_administrator_manages_people(client_of, olive, method, address, role):
    client = client_of(make_user(role))

    response = getattr(client, method)(address)

    assert response.status_code == 403
    assert "Your role does not allow this." in text(response)
    assert User.objects.filter(username="olive", is_active=True).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number(admin, rows, django_assert_num_queries):
    for _ in range(rows):
        make_user(Role.OFFICER, Role.FINANCE)

    with django_assert_num_queries(6):
        response = admin.get(LIST)

    assert text(response).count("Finance partner, Officer") == rows


def test_list_tells_roles_and_who_is_closed(admin, olive):
    make_user(name="Carl Closed", is_active=False)

    page = text(admin.get(LIST))

    assert re.search(r"Olive olive Officer Never", page)
    assert re.search(r"Carl Closed Closed user\d+ None Never", page)


def test_list_is_by_name_whatever_the_capitals(admin, administrator):
    for name in ("bea", "Cal", "Abe"):
        make_user(name=name)

    page = text(admin.get(LIST))

    assert re.findall(r"\b(Abe|bea|Cal)\b", page) == ["Abe", "bea", "Cal"]


def test_list_is_narrowed_by_words(admin, olive):
    make_user(name="Olivia")

    page = text(admin.get(f"{LIST}?q=OLIVE"))

    assert "People (1)" in page
    assert "Olivia" not in page


def test_make_an_account(admin, administrator):
    response = admin.post(
        "/people/new/", {"name": "Nia New", "username": "nia", "roles": ["OFFICER", "FINANCE"]}
    )

    user = User.objects.get(username="nia")
    assert response.url == "/people/nia/"
    assert user.roles == {Role.OFFICER, Role.FINANCE}
    assert not user.has_usable_password()
    page = text(admin.get(response.url))
    assert "The account of Nia New is made." in page
    assert "Made the account" in page
    assert str(administrator) in page.split("History")[1]


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"username": "OLIVE"}, "There is an account called OLIVE already."),
        ({"username": "new"}, "“new” cannot be a username."),
        ({"username": "a b"}, "Enter a valid username."),
        ({"roles": []}, "Roles"),
        ({"name": ""}, "Enter"),
    ],
)
def test_account_is_refused_and_what_was_typed_is_kept(admin, olive, changes, sentence):
    form = {"name": "Nia New", "username": "nia", "roles": ["OFFICER"]} | changes

    response = admin.post("/people/new/", form)

    assert response.status_code == 422
    assert sentence in text(response)
    assert f'value="{form["username"]}"' in response.content.decode()
    assert User.objects.filter(name="Nia New").count() == 0


def test_give_a_role(admin, olive):
    response = admin.post("/people/olive/roles/add/", {"role": "FINANCE"})

    held = RoleAssignment.objects.get(user=olive, role=Role.FINANCE)
    assert response.url == "/people/olive/"
    assert held.started_on == timezone.localdate()
    page = text(admin.get("/people/olive/"))
    assert f"Finance partner {long_date(timezone.localdate())}" in page
    assert "directorate" not in page.lower()
    assert "Gave the role" in page


@pytest.mark.parametrize(
    "form, sentence",
    [
        ({"role": "OFFICER"}, "Olive holds the role Officer already."),
        ({"role": ""}, "Select role"),
        ({"role": "KING"}, "Select a valid choice"),
    ],
)
def test_role_is_refused_in_a_sentence(admin, olive, form, sentence):
    response = admin.post("/people/olive/roles/add/", form)

    assert response.status_code == 422
    assert sentence in text(response)
    assert olive.role_assignments.count() == 1


def test_end_a_role(admin, olive):
    held = olive.role_assignments.get()

    response = admin.post("/people/olive/roles/end/", {"role": held.pk})

    held.refresh_from_db()
    assert response.url == "/people/olive/"
    assert held.ended_on == timezone.localdate()
    page = text(admin.get("/people/olive/"))
    assert "Olive no longer has the role Officer." in page
    assert "Roles held before" in page
    assert "Ended the role" in page


def test_role_of_somebody_else_is_not_ended(admin, olive):
    other = make_user(Role.MEMBER).role_assignments.get()

    response = admin.post("/people/olive/roles/end/", {"role": other.pk})

    other.refresh_from_db()
    assert response.status_code == 404
    assert other.ended_on is None


def test_role_ends_once(admin, olive):
    ended = make_role_assignment(user=olive, role=Role.MEMBER, ended_on="2014-01-01")

    response = admin.post("/people/olive/roles/end/", {"role": ended.pk})

    assert response.status_code == 422
    assert "This role ended on 1 January 2014 already." in text(response)


def test_last_administrator_keeps_the_role(admin, administrator):
    make_user(Role.ADMINISTRATOR, is_demonstration=True)
    make_user(Role.ADMINISTRATOR, is_active=False)
    held = administrator.role_assignments.get()

    response = admin.post(f"/people/{administrator.username}/roles/end/", {"role": held.pk})

    held.refresh_from_db()
    assert response.status_code == 422
    assert "Nobody else could manage users then." in text(response)
    assert held.ended_on is None


def test_administrator_ends_when_there_is_another(admin, administrator):
    make_user(Role.ADMINISTRATOR)
    held = administrator.role_assignments.get()

    response = admin.post(f"/people/{administrator.username}/roles/end/", {"role": held.pk})

    assert response.status_code == 302


def test_close_and_open_an_account(admin, olive):
    admin.post("/people/olive/close/")

    olive.refresh_from_db()
    assert not olive.is_active
    assert not olive.role_assignments.filter(ended_on__isnull=True).exists()
    page = text(admin.get("/people/olive/"))
    assert "Olive Closed" in page
    assert "Closed the account" in page

    admin.post("/people/olive/open/")

    olive.refresh_from_db()
    assert olive.is_active


def test_closed_account_is_signed_out(admin, client_of, olive):
    client = client_of(olive)

    admin.post("/people/olive/close/")

    assert client.get("/password/").url == "/sign-in/?next=/password/"


@pytest.mark.parametrize("times", [1, 2])
def test_account_closes_once(admin, olive, times):
    responses = [admin.post("/people/olive/close/") for _ in range(times)]

    assert responses[-1].status_code == (302 if times == 1 else 422)


def test_nobody_closes_their_own_account(admin, administrator):
    make_user(Role.ADMINISTRATOR)

    response = admin.post(f"/people/{administrator.username}/close/")

    assert response.status_code == 422
    assert "You cannot close your own account." in text(response)


def test_last_administrator_is_not_closed(client_of, administrator):
    other = make_user(Role.ADMINISTRATOR, is_demonstration=True)

    response = client_of(other).post(f"/people/{administrator.username}/close/")

    assert response.status_code == 422
    assert "Nobody else could manage users then." in text(response)


def test_unknown_account(admin):
    assert admin.get("/people/nobody/").status_code == 404


def link_of(admin, username):
    page = admin.post(f"/people/{username}/link/").content.decode()
    return re.search(r'value="http://testserver(/sign-in/first/[^"]+)"', page)[1]


def test_first_sign_in_by_link(admin, client):
    admin.post("/people/new/", {"name": "Nia", "username": "nia", "roles": ["OFFICER"]})
    link = link_of(admin, "nia")

    page = client.get(link)
    chosen = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    signed_in = client.post("/sign-in/", {"login": "nia", "password": PASSWORD})

    assert "will sign in as nia" in text(page)
    assert chosen.url == "/sign-in/"
    assert signed_in.status_code == 302


def test_link_works_once(admin, client, olive):
    link = link_of(admin, "olive")
    new = "another long pass phrase"
    client.post(link, {"password": new, "again": new})

    again = client.post(link, {"password": PASSWORD, "again": PASSWORD})

    olive.refresh_from_db()
    assert again.status_code == 404
    assert "This link does not work any more" in text(again)
    assert olive.check_password(new)


def test_link_ends_with_the_next_sign_in(admin, client, olive):
    link = link_of(admin, "olive")

    client.post("/sign-in/", {"login": "olive", "password": PASSWORD})

    assert client.get(link).status_code == 404


def test_link_grows_old(admin, client, olive, settings):
    link = link_of(admin, "olive")
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert client.get(link).status_code == 404


@pytest.mark.parametrize("link", ["/sign-in/first/MQ/none/", "/sign-in/first/!/x/"])
def test_link_that_is_none(client, link):
    assert client.get(link).status_code == 404


def test_link_of_another_does_not_open_an_account(admin, client, olive):
    make_user(username="pat")
    token = link_of(admin, "olive").rsplit("/", 2)[1]
    key = link_of(admin, "pat").rsplit("/", 3)[1]

    assert client.get(f"/sign-in/first/{key}/{token}/").status_code == 404


@pytest.mark.parametrize(
    "password, again, sentence",
    [
        ("short", "short", "at least 12 characters"),
        (PASSWORD, "something else", "Type the same password twice."),
        ("", "", "Enter"),
    ],
)
def test_password_is_refused_in_a_sentence(admin, client, olive, password, again, sentence):
    link = link_of(admin, "olive")

    response = client.post(link, {"password": password, "again": again})

    olive.refresh_from_db()
    assert response.status_code == 422
    assert sentence in text(response)
    assert olive.check_password(PASSWORD)


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"is_demonstration": True}, "keeps the demonstration"),
        ({"is_active": False}, "is closed. Open it first."),
    ],
)
def test_link_is_refused_for_an_account_without_a_password_of_its_own(
    admin, olive, changes, sentence
):
    User.objects.filter(pk=olive.pk).update(**changes)

    response = admin.post("/people/olive/link/")

    assert response.status_code == 422
    assert sentence in text(response)
    assert "/sign-in/first/" not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_account_takes_the_same_queries_for_any_number_of_roles(
    admin, olive, rows, django_assert_num_queries
):
    for role in (Role.FINANCE, Role.MEMBER, Role.AUDITOR)[:rows]:
        make_role_assignment(user=olive, role=role)

    with django_assert_num_queries(8):
        admin.get("/people/olive/")


def test_menu_leads_an_administrator_to_the_accounts(admin, client_of, officer):
    link = 'href="/people/"'

    assert link in admin.get("/components/").content.decode()
    assert link not in client_of(officer).get("/components/").content.decode()
