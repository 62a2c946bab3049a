"""Our markup against the HTML that the design system's own package expects."""

import json
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from ftc.ui import fields
from ftc.ui.components import Link, SummaryAction, SummaryRow, Task

PACKAGE = settings.BASE_DIR / "node_modules/govuk-frontend/dist/govuk/components"
pytestmark = pytest.mark.skipif(
    not PACKAGE.exists(), reason="govuk-frontend is not installed: run script/build"
)
VOID = {"input", "br"}


class _Outline(HTMLParser):
    """Tags, attributes and words; ids are renamed in order of appearance, space is one space."""

    def __init__(self):
        super().__init__()
        self.seen, self.ids = [], {}

    def handle_starttag(self, tag, attrs):
        kept = sorted((name, self._value(name, value or "")) for name, value in attrs)
        self.seen.append((tag, kept))

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.seen.append(f"/{tag}")

    def handle_data(self, data):
        if words := " ".join(data.split()):
            if self.seen and isinstance(self.seen[-1], list):
                self.seen[-1].append(words)
            else:
                self.seen.append([words])

    def _value(self, name, value):
        if name in {"id", "for", "aria-describedby"}:
            return " ".join(
                self.ids.setdefault(part, f"id{len(self.ids)}") for part in value.split()
            )
        if name in {"href", "name"}:
            return "any"
        return " ".join(sorted(value.split())) if name == "class" else value


def _outline(html):
    parser = _Outline()
    parser.feed(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
    return parser.seen


def _fixture(component, name):
    fixtures = json.loads((PACKAGE / component / "fixtures.json").read_text())["fixtures"]
    return next(fixture for fixture in fixtures if fixture["name"] == name)


def _assert_same(html, component, name):
    assert _outline(html) == _outline(_fixture(component, name)["html"])


PARTIALS = [
    ("button", "default", "button", {"text": "Save and continue"}),
    ("button", "link", "button", {"text": "Link button", "url": "/"}),
    (
        "button",
        "secondary",
        "button",
        {"text": "Secondary button", "variant": "secondary", "name": "any"},
    ),
    ("button", "disabled", "button", {"text": "Disabled button", "disabled": True}),
    ("tag", "default", "tag", {"text": "Alpha"}),
    ("tag", "grey", "tag", {"text": "Grey", "colour": "grey"}),
    ("back-link", "default", "back_link", {"url": "#"}),
    ("warning-text", "default", "warning_text", None),
    ("inset-text", "default", "inset_text", None),
    (
        "breadcrumbs",
        "with last breadcrumb as current page",
        "breadcrumbs",
        {
            "items": [
                Link("Home", "/"),
                Link("Passports, travel and living abroad", "/"),
                Link("Travel abroad"),
            ]
        },
    ),
    (
        "error-summary",
        "default",
        "error_summary",
        {
            "errors": [
                Link("The date your passport was issued must be in the past", "#a"),
                Link("Enter a postcode, like AA1 1AA", "#b"),
            ]
        },
    ),
    (
        "task-list",
        "default",
        "task_list",
        {
            "items": [
                Task("Company Directors", "Completed", "#"),
                Task("Registered company details", "Incomplete", "#", colour="blue"),
                Task("Business plan", "Incomplete", "#", colour="blue"),
            ]
        },
    ),
    (
        "summary-list",
        "single action with anchor",
        "summary_list",
        None,
    ),
]


@pytest.mark.parametrize(
    ("component", "name", "partial", "values"), PARTIALS, ids=lambda part: str(part)[:30]
)
def test_partial_is_what_the_design_system_expects(component, name, partial, values):
    options = _fixture(component, name)["options"]
    if partial == "summary_list":
        row = options["rows"][0]
        action = row["actions"]["items"][0]
        values = {
            "rows": [
                SummaryRow(
                    row["key"]["text"],
                    row["value"]["text"],
                    actions=[SummaryAction(action["text"], action["href"])],
                )
            ]
        }

    html = render_to_string(f"_components/{partial}.html", values or {"text": options["text"]})

    _assert_same(html, component, name)


@pytest.mark.parametrize(
    ("name", "number", "of"),
    [("default", 2, 3), ("first page", 1, 3), ("last page", 3, 3), ("with many pages", 10, 40)],
)
def test_pagination_is_what_the_design_system_expects(rf, name, number, of):
    page = Paginator(range(of), 1).page(number)

    html = render_to_string("_components/pagination.html", {"page": page, "request": rf.get("/")})

    _assert_same(html, "pagination", name)


def _field(component, name):
    """A bound form with one field made from a fixture's options."""
    fixture = _fixture(component, name)
    options = fixture["options"]
    choices = [(str(item["value"]), item["text"]) for item in options.get("items", [])]
    hints = {str(i["value"]): i["hint"]["text"] for i in options.get("items", []) if i.get("hint")}
    made = {
        "input": lambda: forms.CharField(),
        "textarea": lambda: forms.CharField(widget=forms.Textarea({"rows": 5, "cols": False})),
        "select": lambda: forms.ChoiceField(choices=choices),
        "file-upload": lambda: forms.FileField(),
        "radios": lambda: forms.ChoiceField(
            choices=choices, widget=fields.RadioSelect(hints=hints)
        ),
        "checkboxes": lambda: forms.MultipleChoiceField(
            choices=choices, widget=fields.CheckboxSelectMultiple(hints=hints)
        ),
    }[component]()
    legend = options.get("fieldset", {}).get("legend", {})
    made.label = options.get("label", legend).get("text", "")
    made.help_text = options.get("hint", {}).get("text", "")
    prefix = options.get("prefix", {}).get("text")
    if prefix:
        made.widget.prefix = prefix
    checked = [str(item["value"]) for item in options.get("items", []) if item.get("checked")]
    made.initial = checked if component == "checkboxes" else next(iter(checked), None)
    form = type("Fixture", (forms.Form,), {"field": made})()
    if message := options.get("errorMessage", {}).get("text"):
        form._errors = form_errors = forms.utils.ErrorDict()
        form_errors["field"] = form.error_class([message], renderer=form.renderer)
    return form["field"]


FIELDS = [
    ("input", "default"),
    ("input", "with hint text"),
    ("input", "with error and hint"),
    ("input", "with prefix"),
    ("textarea", "with error message"),
    ("select", "with hint text and error message"),
    ("file-upload", "with hint text"),
    ("file-upload", "with error message and hint"),
    ("radios", "with fieldset and error message"),
    ("checkboxes", "with error message"),
]


@pytest.mark.parametrize(("component", "name"), FIELDS)
def test_field_is_what_the_design_system_expects(component, name):
    ours = _field(component, name).as_field_group()
    # A group of options carries its own id, so that a page can refer to the whole of it.
    ours = re.sub(r'(data-module="govuk-(?:radios|checkboxes)") id="id_field"', r"\1", ours)

    _assert_same(ours, component, name)
