"""Dates in three parts, pounds, and options with hints."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from ftc.ui import fields


class DateForm(forms.Form):
    taken_on = fields.DateInputField(label="Date of the decision")


def _date_form(day="", month="", year=""):
    return DateForm({"taken_on_day": day, "taken_on_month": month, "taken_on_year": year})


@pytest.mark.parametrize(
    "typed", [("15", "5", "2014"), (" 15 ", "05", "2014"), ("15", "May", "2014")]
)
def test_date_input_field_cleans_to_a_date(typed):
    form = _date_form(*typed)

    assert form.is_valid()
    assert form.cleaned_data == {"taken_on": date(2014, 5, 15)}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Enter the date of the decision"),
        (("15", "", "2014"), "The date of the decision must include a month"),
        (("", "5", ""), "The date of the decision must include a day and year"),
        (("31", "2", "2014"), "The date of the decision must be a real date"),
        (("15", "5", "14"), "The date of the decision must be a real date"),
        (("15", "5", "20144"), "The date of the decision must be a real date"),
        (("15", "Mai-juin", "2014"), "The date of the decision must be a real date"),
        (("²", "5", "2014"), "The date of the decision must be a real date"),
    ],
)
def test_date_input_field_says_what_is_wrong(typed, message):
    assert _date_form(*typed).errors == {"taken_on": [message]}


def test_date_input_field_says_what_its_form_says_when_nothing_is_typed():
    field = fields.DateInputField(error_messages={"required": "Enter when it was decided"})

    with pytest.raises(forms.ValidationError, match="Enter when it was decided"):
        field.clean(["", "", ""])


def test_date_input_field_may_be_left_empty_when_optional():
    assert fields.DateInputField(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    ("typed", "has_changed"), [(["15", "5", "2014"], False), (["16", "5", "2014"], True)]
)
def test_date_input_field_notices_a_change(typed, has_changed):
    assert fields.DateInputField().has_changed(date(2014, 5, 15), typed) is has_changed


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("1,250,000", Decimal("1250000")),
        ("£ 40.50", Decimal("40.50")),
        (Decimal("5"), Decimal("5")),
        ("−229,000", Decimal("-229000")),
    ],
)
def test_money_field_reads_pounds_as_people_write_them(typed, pounds):
    assert fields.MoneyField().clean(typed) == pounds


@pytest.mark.parametrize(
    ("typed", "message"), [("a million", "Enter an amount in pounds"), ("1.005", "two decimals")]
)
def test_money_field_refuses_what_is_no_amount(typed, message):
    with pytest.raises(forms.ValidationError, match=message):
        fields.MoneyField().clean(typed)


def test_money_field_shows_commas():
    assert fields.MoneyField().prepare_value(Decimal("1250000.50")) == "1,250,000.50"
    assert fields.MoneyField().prepare_value("about 5") == "about 5"
