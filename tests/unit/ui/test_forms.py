"""The form renderer: messages, anchors of the error summary, optional labels, filters."""

import re
from datetime import date

from django import forms
from django.template.loader import render_to_string

from ftc.ui import fields


class GateForm(forms.Form):
    reason = forms.CharField(widget=fields.CountedTextarea(limit=400), max_length=400)
    outcome = forms.ChoiceField(choices=[("PASS", "Pass")], widget=fields.RadioSelect())
    minutes = forms.FileField()
    held_on = fields.DateInputField(label="Date held")
    note = forms.CharField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Somebody else saved this gate first.")


def _refused():
    return GateForm({"version": "1"})


def test_messages_say_what_to_do_with_the_field():
    form = _refused()

    assert {name: form[name].messages for name in form.errors if name != "__all__"} == {
        "reason": ["Enter reason"],
        "outcome": ["Select outcome"],
        "minutes": ["Choose a file for minutes"],
        "held_on": ["Enter the date held"],
    }


def test_error_summary_links_to_the_first_control_of_each_field():
    summary = render_to_string("_components/error_summary.html", {"form": _refused()})

    assert [line.strip() for line in summary.splitlines() if "<li>" in line] == [
        "<li>Somebody else saved this gate first.</li>",
        '<li><a href="#id_reason">Enter reason</a></li>'
        '<li><a href="#id_outcome_0">Select outcome</a></li>'
        '<li><a href="#id_minutes">Choose a file for minutes</a></li>'
        '<li><a href="#id_held_on_0">Enter the date held</a></li>',
    ]


def test_error_summary_prints_nothing_without_errors():
    assert render_to_string("_components/error_summary.html", {"form": GateForm()}).strip() == ""


def test_every_anchor_of_the_summary_is_an_id_of_the_form():
    form = _refused()
    html = str(form)

    anchors = [field.error_anchor for field in form if field.errors]

    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []


def test_an_optional_field_says_so_except_in_a_filter_or_where_the_form_says_not():
    plain, silent = GateForm(), GateForm()
    silent.marks_optional = False

    assert "Note (optional)" in plain["note"].as_field_group()
    assert "(optional)" not in plain["note"].as_filter_group()
    assert "(optional)" not in silent["note"].as_field_group()
    assert "(optional)" not in plain["reason"].as_field_group()


def test_a_counted_text_area_tells_its_limit_and_does_not_cut_off():
    group = GateForm()["reason"].as_field_group()

    assert 'data-maxlength="400"' in group
    assert " maxlength=" not in group
    assert 'aria-describedby="id_reason-info"' in group


def test_a_form_has_no_browser_validation_and_no_inline_style():
    html = str(GateForm())

    assert " required" not in html
    assert " style=" not in html


def test_what_people_typed_is_escaped():
    form = GateForm({"reason": "<script>", "note": '"><b>'}, {})

    assert "<script>" not in str(form)
    assert "<b>" not in str(form)


def test_a_date_already_known_is_shown_in_its_parts():
    html = str(GateForm(initial={"held_on": date(2014, 5, 15)})["held_on"])

    assert re.findall(r'name="(\w+)" type="text" inputmode="numeric" value="(\d+)"', html) == [
        ("held_on_day", "15"),
        ("held_on_month", "5"),
        ("held_on_year", "2014"),
    ]


def test_an_error_of_a_hidden_field_is_said_without_a_link():
    form = GateForm({"version": "first"})

    summary = render_to_string("_components/error_summary.html", {"form": form})

    assert form["version"].error_anchor == ""
    assert "<li>Enter a whole number.</li>" in summary
