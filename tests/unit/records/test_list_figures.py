"""The command that lists figures, and the reference page it prints."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ftc.records.figures import definitions


def listed(*arguments):
    out = StringIO()
    call_command("list_figures", *arguments, stdout=out)
    return out.getvalue()


def test_list_figures_prints_a_line_for_each():
    lines = listed().splitlines()

    assert len(lines) == len(definitions())
    assert (
        "reviews.option_count (phase, state, review, delivery_model): "
        "Options of the reviews, in options"
    ) in lines


def test_list_figures_gives_each_figure_its_meaning_and_parameters():
    page = listed("--markdown")

    assert "### reviews.count" in page
    assert "| `service_type` | only services of this type | `frontline`, `corporate` |  |" in page
    assert "default `false`" in page


def test_the_reference_page_is_what_the_command_prints():
    page = Path(settings.BASE_DIR) / "docs" / "reference" / "figures.md"

    assert page.read_text() == listed("--markdown")
