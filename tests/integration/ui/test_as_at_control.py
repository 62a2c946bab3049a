"""The control at the foot of every page that chooses a past day."""

import pytest

pytestmark = pytest.mark.django_db
CONTROL = 'name="as_at" type="date"'


def test_the_day_can_be_chosen_on_every_page(client_of, officer):
    page = client_of(officer).get("/reviews/").content.decode()

    assert CONTROL in page
    assert '<form class="ftc-as-at" method="get" action="/reviews/">' in page


def test_a_chosen_day_is_kept_and_shown(client_of, officer):
    client = client_of(officer)
    client.get("/reviews/?as_at=2014-03-27")

    page = client.get("/meetings/").content.decode()

    assert "As at 27 March 2014" in page
    assert 'value="2014-03-27"' in page


def test_nobody_signed_out_is_asked(client):
    assert CONTROL not in client.get("/sign-in/").content.decode()
