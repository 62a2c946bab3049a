"""The theme, the gallery and the frame of every page."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_theme_gives_the_council_colour_to_anybody(client, settings):
    settings.COUNCIL_COLOUR = "#1d4f76"

    response = client.get(reverse("ui:theme"))

    assert response.content == b":root{--ftc-council-colour:#1d4f76}\n"
    assert response.headers["Content-Type"] == "text/css"
    assert response.headers["Cache-Control"] == "max-age=3600, public"


def test_theme_darkens_a_colour_that_white_text_would_be_lost_on(client, settings):
    settings.COUNCIL_COLOUR = "#ffdd00"

    assert client.get(reverse("ui:theme")).content == b":root{--ftc-council-colour:#877500}\n"


def test_components_is_shown_in_a_demonstration(client, settings):
    settings.DEMONSTRATION = True

    response = client.get(reverse("ui:components"))

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_components_is_not_there_for_strangers(client, settings):
    settings.DEMONSTRATION = settings.DEBUG = False

    assert client.get(reverse("ui:components")).status_code == 404


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "503"])
def test_error_pages_need_no_context(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(f"{name}.html")

    assert html.count("<h1") == 1
    assert "{" not in html
