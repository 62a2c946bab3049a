"""Colour arithmetic of WCAG 2.2: contrast with white, and darkening until it is enough."""

import re

LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_hex(colour: str) -> bool:
    """Whether ``colour`` is written as ``#rrggbb``."""
    return _HEX.fullmatch(colour) is not None


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of ``colour`` (``#rrggbb``) with white, from 1 to 21.

    Raises ValueError when it is not a colour. Source: WCAG 2.2, success criterion 1.4.3.
    """
    return 1.05 / (_luminance(_channels(colour)) + 0.05)


def readable_under_white(colour: str) -> str:
    """The colour itself, or the lightest darker shade on which white text can be read.

    Keeps the hue: every channel is scaled by the same factor, in steps of one hundredth.
    Raises ValueError when it is not a colour.
    """
    channels = _channels(colour)
    shades = (
        "#" + "".join(f"{channel * percent // 100:02x}" for channel in channels)
        for percent in range(100, -1, -1)
    )
    return next(shade for shade in shades if contrast_with_white(shade) >= LEAST_CONTRAST)


def _channels(colour: str) -> tuple[int, int, int]:
    if not is_hex(colour):
        raise ValueError(f"{colour!r} is not a colour: write # and six hexadecimal digits.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(channels: tuple[int, int, int]) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
