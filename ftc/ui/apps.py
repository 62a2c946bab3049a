"""The Django app of the user interface, and the check of its settings at start-up."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from ftc.ui import colours


class UiConfig(AppConfig):
    name = "ftc.ui"
    label = "ui"
    verbose_name = "User interface"

    def ready(self) -> None:
        register(check_council_colour)


def check_council_colour(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a council colour that is no colour; warn when white text on it had to be helped."""
    colour = settings.COUNCIL_COLOUR
    if not colours.is_hex(colour):
        return [
            Error(
                f"COUNCIL_COLOUR is {colour!r}; write it as # and six hexadecimal digits.",
                id="ui.E001",
            )
        ]
    if colours.contrast_with_white(colour) < colours.LEAST_CONTRAST:
        return [
            Warning(
                f"White text on COUNCIL_COLOUR {colour} is hard to read; "
                f"pages use the darker {colours.readable_under_white(colour)}.",
                id="ui.W001",
            )
        ]
    return []
