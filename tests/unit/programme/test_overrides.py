"""Signing for a rating in place of the computed one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ftc.errors import NotPermitted, StaleVersion
from ftc.programme import actions
from ftc.programme.enums import Rag
from ftc.programme.errors import OverrideRefused
from ftc.programme.models import StatusOverride
from tests.factories.programme import make_phase, make_portfolio

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)


def sign(of, by, now, **changes):
    values = {
        "of": of,
        "rag": Rag.AMBER,
        "computed": Rag.RED,
        "reason": "One small review holds it down.",
        "expires_on": date(2014, 6, 30),
        "by": by,
        "now": now,
        "today": TODAY,
    }
    return actions.sign_override(**(values | changes))


def test_signing_keeps_what_was_computed_and_until_when(sro, now):
    phase = make_phase()

    override = sign(phase, sro, now)

    assert (override.activity_id, override.portfolio, override.directorate) == (
        phase.pk,
        None,
        None,
    )
    assert (override.rag, override.computed, override.signed_by) == (Rag.AMBER, Rag.RED, sro)
    assert list(StatusOverride.objects.standing_on(date(2014, 6, 29))) == [override]
    assert not StatusOverride.objects.standing_on(date(2014, 6, 30)).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"computed": None}, "Nothing in it is rated"),
        ({"rag": Rag.RED}, "It is computed as off track already."),
        ({"reason": " "}, "Say why it stands otherwise"),
        ({"expires_on": TODAY}, "Give a day after 6 May 2014"),
    ],
)
def test_what_cannot_be_signed_for(sro, now, changes, sentence):
    with pytest.raises(OverrideRefused, match=sentence):
        sign(make_phase(), sro, now, **changes)


def test_only_an_owner_or_the_portfolio_office_signs(officer, portfolio_officer, now):
    portfolio = make_portfolio()

    with pytest.raises(NotPermitted, match="Only a Senior Responsible Owner"):
        sign(portfolio, officer, now)

    assert sign(portfolio, portfolio_officer, now).portfolio_id == portfolio.pk


def test_signing_again_withdraws_what_was_signed_before(sro, now):
    phase = make_phase()
    first = sign(phase, sro, now)

    second = sign(phase, sro, now, rag=Rag.GREEN)

    first.refresh_from_db()
    assert (first.withdrawn_on, first.withdrawn_by) == (TODAY, sro)
    assert list(StatusOverride.objects.standing_on(TODAY)) == [second]


def test_withdrawing_shows_the_computed_one_again(sro, now):
    override = sign(make_phase(), sro, now)
    act = {"override": override, "by": sro, "now": now, "today": TODAY}

    with pytest.raises(StaleVersion):
        actions.withdraw_override(expected_version=9, **act)
    actions.withdraw_override(expected_version=1, **act)
    with pytest.raises(OverrideRefused, match="It does not stand any more"):
        actions.withdraw_override(expected_version=2, **act)

    assert not StatusOverride.objects.standing_on(TODAY).exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reason": ""}, "has_a_reason"),
        ({"rag": Rag.RED}, "differs"),
        ({"expires_on": TODAY}, "expires"),
        ({"withdrawn_on": TODAY}, "withdrawn_by_and_on_together"),
        ({"activity": None}, "is_of_one_thing"),
        ({"rag": "BLUE"}, "rag_is_known"),
        ({"computed": "BLUE"}, "computed_is_known"),
    ],
)
def test_the_database_keeps_the_rules_of_overrides(sro, changes, constraint):
    values = {
        "activity": make_phase(),
        "rag": Rag.GREEN,
        "computed": Rag.RED,
        "reason": "It is small.",
        "signed_by": sro,
        "effective_on": TODAY,
        "expires_on": date(2014, 6, 30),
    }

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StatusOverride.objects.create(**(values | changes))
