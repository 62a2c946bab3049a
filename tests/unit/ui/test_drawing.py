"""Fragments that are drawn once for the same values."""

from django.utils.safestring import mark_safe

from ftc.ui.drawing import drawn_once


def counting():
    drawn = []

    @drawn_once
    def draw(words):
        drawn.append(words)
        return mark_safe(f"<p>{words}</p>")

    return draw, drawn


def test_drawn_once_draws_the_same_values_a_single_time():
    draw, drawn = counting()

    assert [draw("one"), draw("two"), draw("one")] == ["<p>one</p>", "<p>two</p>", "<p>one</p>"]
    assert drawn == ["one", "two"]


def test_drawn_once_draws_anew_where_templates_change(settings):
    settings.DEBUG = True
    draw, drawn = counting()

    draw("one")
    draw("one")

    assert drawn == ["one", "one"]
