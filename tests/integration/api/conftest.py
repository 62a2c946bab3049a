"""A caller of the API: an address in, status and JSON out."""

import pytest
from django.test import Client
from django.utils import timezone

from ftc.organisation.enums import Role
from ftc.organisation.tokens import create_token
from tests.factories.organisation import make_user


@pytest.fixture
def ask_as(db):
    """Call it with a user to have a function that asks for an address with their token."""

    def caller(user):
        token = create_token(user=user, now=timezone.now())
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"Authorization": f"Bearer {token}"})

        def ask(address):
            response = client.get(f"/api/v1/{address}")
            return response.status_code, response.json()

        return ask

    return caller


@pytest.fixture
def ask(ask_as):
    """Ask as an auditor, who may read everything."""
    return ask_as(make_user(Role.AUDITOR))
