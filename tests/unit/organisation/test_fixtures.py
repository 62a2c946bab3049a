"""What tests/conftest.py promises the other tests."""

import socket
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from ftc.organisation.enums import Role
from ftc.organisation.models import RoleAssignment, User
from tests.factories import organisation as factories
from tests.network import NetworkClosed


def test_now_is_ten_in_the_morning_in_london(now):
    assert now.isoformat() == "2014-05-06T10:00:00+01:00"
    assert now.utcoffset() == timedelta(hours=1)


def test_network_is_closed_beyond_this_machine():
    with socket.socket() as outgoing, pytest.raises(NetworkClosed, match=r"192\.0\.2\.1"):
        outgoing.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("attempt", [1, 2])
def test_cache_starts_empty(attempt):
    assert cache.get("left-over") is None

    cache.set("left-over", attempt)

    assert cache.get("left-over") == attempt


def test_each_role_has_its_user(
    officer, sro, finance_partner, portfolio_officer, clerk, member, auditor, administrator
):
    users = [
        officer, sro, finance_partner, portfolio_officer, clerk, member, auditor, administrator
    ]  # fmt: skip

    assert [user.roles for user in users] == [frozenset({role}) for role in Role]
    assert RoleAssignment.objects.count() == len(Role)


def test_factories_make_valid_objects(db):
    directorate = factories.make_directorate("Education")

    service = factories.make_service(directorate=directorate)
    budget = factories.make_budget(service, gross=10, income=4)
    person = factories.make_person(group=factories.make_political_group())

    for made in (directorate, service, budget, person):
        made.full_clean()
    assert directorate.name == "Education"
    assert budget.net_gbp == 6


@pytest.mark.slow
def test_loaded_programme_is_there_and_is_left_as_it_was(loaded_programme):
    assert connection.settings_dict["NAME"].endswith("_loaded")
    assert User.objects.filter(is_demonstration=True).count() == len(Role)

    User.objects.filter(username="auditor").delete()


@pytest.mark.slow
def test_loaded_programme_forgets_what_the_last_test_wrote(loaded_programme):
    assert User.objects.filter(username="auditor").exists()


@pytest.mark.slow
def test_loaded_programme_of_a_test_that_commits_is_its_own(loaded_programme, transactional_db):
    assert connection.settings_dict["NAME"].endswith("_loaded_own")
    assert User.objects.filter(username="auditor").exists()


def test_other_tests_have_an_empty_database(db):
    assert not connection.settings_dict["NAME"].endswith("_loaded")
    assert not User.objects.exists()
