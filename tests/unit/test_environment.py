"""Settings as they are read from the environment."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from ftc.environment import Environment

REQUIRED = {"DATABASE_URL": "postgresql://a/b", "REDIS_URL": "redis://a", "FTC_SECRET_KEY": "c"}


def test_discount_rate_is_that_of_the_green_book_unless_another_is_set(monkeypatch):
    monkeypatch.delenv("FTC_DISCOUNT_RATE", raising=False)

    assert Environment(**REQUIRED).discount_rate == Decimal("3.5")

    monkeypatch.setenv("FTC_DISCOUNT_RATE", "3.25")
    assert Environment(**REQUIRED).discount_rate == Decimal("3.25")


@pytest.mark.parametrize("rate", ["-0.1", "20.1", "3.555", "three"])
def test_discount_rate_that_is_no_rate_stops_the_start_with_its_name(monkeypatch, rate):
    monkeypatch.setenv("FTC_DISCOUNT_RATE", rate)

    with pytest.raises(ValidationError, match="FTC_DISCOUNT_RATE"):
        Environment(**REQUIRED)
