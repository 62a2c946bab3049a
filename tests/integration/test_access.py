"""Every address asks for sign-in but those listed here, which are published or lead to sign-in."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "account_login",
    "account_logout",  # signs out whoever is signed in, else leads to the sign-in page
    "account_inactive",
    "first_sign_in",  # whoever holds the link an administrator gave them
    "demonstration_sign_in",  # refuses everybody but a demonstration on this machine
    "records:document-list",  # published documents alone
    "records:document-detail",
    "records:document-download",
    "ui:theme",
    "ui:components",  # not found unless signed in or a demonstration
}
# Below /api/ an address that leads nowhere says so in JSON.
EMPTY = {"api:api-root", "api-nothing", "api-nothing-there"}
EXAMPLES = {"int": "1", "slug": "none", "str": "none", "path": "none", "uuid": "0" * 32}


def addresses(resolver, route="", namespace=""):
    """Every address of the site with its full name, its parameters filled in."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", "/" + filled_in(here)


def filled_in(route):
    return re.sub(
        r"<(?:(\w+):)?\w+>",
        lambda found: EXAMPLES[found[1] or "str"],
        route.lstrip("^").rstrip("$"),
    )


ADDRESSES = sorted(set(addresses(get_resolver())))


@pytest.mark.django_db
@pytest.mark.parametrize("name, address", ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_address_asks_for_sign_in(name, address):
    response = Client(raise_request_exception=False).get(address)

    if name in EMPTY:
        assert response.status_code == 404
    elif address.startswith("/api/") and name != "api:docs":
        assert response.status_code == 401
        assert set(response.json()) == {"detail"}
    elif name in PUBLIC:
        assert response.status_code < 500
    else:
        assert (response.status_code, response.url.split("?")[0]) == (302, "/sign-in/")


def test_public_list_names_only_addresses_that_exist():
    assert {name for name, _ in ADDRESSES} >= PUBLIC
