"""The frame of every page: title, strips, what a refused form does to the title."""

import re
from datetime import date

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string


class OneField(forms.Form):
    title = forms.CharField()


@pytest.fixture
def page(rf):
    def drawn(chosen=None, **context):
        request = rf.get("/reviews/?as_at=2014-03-27&stage=A")
        request.as_at = chosen
        request.user = AnonymousUser()
        return render_to_string("base.html", context, request=request)

    return drawn


def _title(html):
    return re.search("<title>(.*?)</title>", html)[1]


def test_title_ends_with_the_council(page, settings):
    settings.COUNCIL_NAME, settings.PROGRAMME_NAME = "Example Council", "Programme"

    assert _title(page()) == "Programme – Example Council"


def test_title_starts_with_error_when_the_form_is_refused(page):
    assert _title(page(form=OneField({}))).startswith("Error: ")
    assert not _title(page(form=OneField())).startswith("Error: ")


def test_the_working_date_of_a_demonstration_is_on_the_page(page, settings):
    settings.WORKING_DATE = date(2014, 5, 6)

    assert "<strong>Demonstration</strong>: working date 6 May 2014" in page()


def test_no_strip_outside_a_demonstration(page, settings):
    settings.DEMONSTRATION, settings.WORKING_DATE = False, None

    assert "ftc-strip" not in page()


def test_a_past_date_is_shown_with_the_way_back_to_today(page):
    html = page(chosen=date(2014, 3, 27))

    assert "<strong>As at 27 March 2014</strong>" in html
    assert 'href="?as_at=today&amp;stage=A">Back to today</a>' in html


def test_the_frame_has_no_inline_code_or_style(page):
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=\"", page()) == []
