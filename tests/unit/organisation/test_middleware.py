"""Which requests count as made on this machine, and what happens to demonstration accounts."""

import pytest
from django.test import RequestFactory

from ftc.organisation.enums import Role
from ftc.organisation.middleware import (
    FORWARDED_HEADERS,
    is_local,
    may_use_demonstration_accounts,
)
from tests.factories.organisation import make_user

PLAIN_PAGE = "/components/"


@pytest.mark.parametrize(
    "peer, expected",
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("", True),  # a unix socket
        ("10.0.0.7", False),
        ("192.0.2.1", False),
        ("::", False),
        ("::ffff:10.0.0.7", False),
        ("2001:db8::1", False),
        ("1", False),
        ("127.0.0.1.example.org", False),
        ("localhost", False),
    ],
)
def test_is_local_goes_by_the_peer(peer, expected):
    request = RequestFactory().get("/", REMOTE_ADDR=peer)

    assert is_local(request) is expected


@pytest.mark.parametrize("header", FORWARDED_HEADERS)
@pytest.mark.parametrize("peer", ["127.0.0.1", ""])
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_is_local_is_false_behind_a_proxy(header, peer, value):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **{header: value})

    assert is_local(request) is False


def test_demonstration_accounts_need_a_demonstration(settings):
    settings.DEMONSTRATION = False

    assert may_use_demonstration_accounts(RequestFactory().get("/")) is False


@pytest.mark.parametrize(
    "demonstration, peer, stays",
    [(True, "127.0.0.1", True), (True, "10.0.0.7", False), (False, "127.0.0.1", False)],
)
def test_demonstration_account_is_signed_out_elsewhere(
    client_of, settings, demonstration, peer, stays
):
    client = client_of(make_user(Role.OFFICER, is_demonstration=True))
    settings.DEMONSTRATION = demonstration

    client.get(PLAIN_PAGE, REMOTE_ADDR=peer)

    assert ("_auth_user_id" in client.session) is stays


def test_real_account_works_from_anywhere(client_of, officer):
    client = client_of(officer)

    client.get(PLAIN_PAGE, REMOTE_ADDR="10.0.0.7")

    assert "_auth_user_id" in client.session
