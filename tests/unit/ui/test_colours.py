"""The council's colour: contrast with white, and darkening until it can be read."""

import pytest

from ftc.ui import colours


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)]
)
def test_contrast_with_white_follows_wcag(colour, contrast):
    assert round(colours.contrast_with_white(colour), 2) == contrast


def test_readable_under_white_leaves_a_dark_colour_alone():
    assert colours.readable_under_white("#1d4f76") == "#1d4f76"


@pytest.mark.parametrize("colour", ["#ffdd00", "#ffffff", "#7fd6ff", "#28a197"])
def test_readable_under_white_darkens_just_enough(colour):
    shade = colours.readable_under_white(colour)

    assert 4.5 <= colours.contrast_with_white(shade) < 4.8


@pytest.mark.parametrize("colour", ["blue", "#123", "#12345g", "#1234567", "#123456\n"])
def test_a_colour_that_is_none_is_refused(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        colours.contrast_with_white(colour)
