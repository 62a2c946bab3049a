"""The page of a fault: which faults are a part that is away, and that the page needs no part."""

import psycopg2
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.test import RequestFactory
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as CacheLost

from ftc.ui import views


class ServerStarts(psycopg2.OperationalError):
    pgcode = "57P03"


class Deadlock(psycopg2.OperationalError):
    pgcode = "40P01"


def caused_by(cause):
    fault = OperationalError("told by PostgreSQL")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "away"),
    [
        (caused_by(psycopg2.OperationalError("connection refused")), True),
        (caused_by(ServerStarts()), True),
        (caused_by(Deadlock()), False),
        (InterfaceError("connection already closed"), True),
        (IntegrityError("duplicate key"), False),
        (CacheLost("connection refused"), True),
        (BusyLoadingError("loading"), True),
        (Http404("nothing here"), False),
        (None, False),
    ],
)
def test_is_part_away_tells_a_lost_part_from_a_fault_of_ours(fault, away):
    assert views.is_part_away(fault) is away


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (CacheLost("refused"), 503, "Sorry, the service is not available"),
        (ValueError("secret=1"), 500, "Sorry, something went wrong"),
    ],
)
def test_server_error_is_a_plain_page_without_the_fault(fault, status, words):
    try:
        raise fault
    except Exception:
        response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == status
    assert words in response.content.decode()
    assert "secret" not in response.content.decode()
