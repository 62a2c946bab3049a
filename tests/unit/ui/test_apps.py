"""The check of the council's colour at start-up."""

from ftc.ui.apps import check_council_colour


def test_check_council_colour_is_silent_about_a_dark_colour(settings):
    settings.COUNCIL_COLOUR = "#1d4f76"

    assert check_council_colour(None) == []


def test_check_council_colour_warns_about_a_light_colour(settings):
    settings.COUNCIL_COLOUR = "#ffdd00"

    assert [message.id for message in check_council_colour(None)] == ["ui.W001"]


def test_check_council_colour_refuses_what_is_no_colour(settings):
    settings.COUNCIL_COLOUR = "navy"

    assert [message.id for message in check_council_colour(None)] == ["ui.E001"]
