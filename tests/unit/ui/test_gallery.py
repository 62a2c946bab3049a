"""The gallery shows every component, and no component brings inline code."""

import re

import pytest
from django.template.loader import render_to_string

from ftc.ui import gallery
from ftc.ui.gallery_examples import EXAMPLES


def test_every_component_is_shown_and_every_example_is_a_component():
    assert gallery.names() == sorted(name for name, examples in EXAMPLES.items() if examples)


@pytest.mark.parametrize("name", gallery.names())
def test_every_component_names_its_parameters(name):
    used = set().union(*(values for _, values in EXAMPLES[name])) - {"keep_focus"}

    said = gallery.parameters(name)

    assert [parameter for parameter in used if not re.search(rf"\b{parameter}\b", said)] == []


@pytest.mark.parametrize("name", gallery.names())
def test_no_component_has_inline_code_or_style(rf, name):
    for _, values in EXAMPLES[name]:
        html = render_to_string(f"_components/{name}.html", {**values, "request": rf.get("/")})

        assert re.findall(r"<script|<style| style=| on[a-z]+=", html) == []


def test_parameters_refuses_a_component_without_a_comment(settings, tmp_path):
    (tmp_path / "_components").mkdir()
    (tmp_path / "_components" / "bare.html").write_text("<p></p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    with pytest.raises(ValueError, match="must open with a comment"):
        gallery.parameters("bare")
