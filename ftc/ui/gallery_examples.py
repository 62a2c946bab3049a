"""What the gallery shows: states of each component, with figures that are illustrations only."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator

from ftc.ui import fields
from ftc.ui.components import (
    Cell,
    Column,
    ConflictField,
    Figure,
    HistoryItem,
    Link,
    Stage,
    StatedValue,
    SummaryAction,
    SummaryRow,
    Task,
)
from ftc.ui.gallery_charts import CHARTS

Example = tuple[str, dict[str, Any]]

_SERVICES = [("INFORMATION", "Information and advice"), ("TRANSPORT", "Transport")]
_RATINGS = [("GREEN", "Green"), ("AMBER", "Amber"), ("RED", "Red")]


class ExampleForm(forms.Form):
    """Every kind of field."""

    REFUSED: ClassVar[dict[str, str]] = {
        "refused-title": "",
        "refused-decided_on_day": "31",
        "refused-decided_on_month": "2",
        "refused-decided_on_year": "2014",
        "refused-amount": "about a million",
    }

    title = forms.CharField(label="Title", help_text="As it will stand on the agenda")
    decided_on = fields.DateInputField(
        label="Date of the decision", help_text="For example, 15 5 2014"
    )
    amount = fields.MoneyField(label="Full-year saving, in pounds")
    weight = forms.DecimalField(label="Weight", widget=fields.PercentInput(), required=False)
    rating = forms.ChoiceField(
        label="Rating",
        choices=_RATINGS,
        widget=fields.RadioSelect(
            hints={"AMBER": "Late or short, with a plan that mends it"}, small=True
        ),
    )
    services = forms.MultipleChoiceField(
        label="Services",
        choices=_SERVICES,
        widget=fields.CheckboxSelectMultiple(hints={"TRANSPORT": "Home to school and social care"}),
        required=False,
    )
    portfolio = forms.ChoiceField(
        label="Portfolio",
        choices=[("", "Choose one"), ("BUSINESS", "Business Capability")],
    )
    reason = forms.CharField(
        label="Reason",
        widget=fields.CountedTextarea(limit=400),
        max_length=400,
    )
    evidence = forms.FileField(label="Evidence", required=False, help_text="PDF, up to 20 MB")
    is_key = forms.BooleanField(
        label="This is a key decision",
        help_text="It spends or saves more than the threshold, or touches two divisions or more",
        required=False,
    )


class ExampleFilters(forms.Form):
    """A few filters of a list."""

    phase = forms.ChoiceField(choices=[("", "All phases"), ("1", "Phase 1")], required=False)
    rating = forms.MultipleChoiceField(
        choices=_RATINGS, required=False, widget=fields.CheckboxSelectMultiple(small=True)
    )


_COLUMNS = [
    Column("Review", url="#table", sorted_by="ascending"),
    Column("Rating"),
    Column("Status"),
    Column("Next milestone", kind="date"),
    Column("Net budget", kind="money", unit="£"),
]
_ROWS = [
    [
        Cell("Property", url="#table", hint="P1-PRO"),
        Cell(rating="GREEN"),
        Cell("On track", tag_colour="green"),
        date(2014, 5, 15),
        Decimal(18_250_400),
    ],
    [
        Cell("Libraries", url="#table", hint="P1-LIB"),
        Cell("Amber, falling", rating="AMBER"),
        Cell("At risk", tag_colour="orange"),
        None,
        Decimal("-1200.50"),
    ],
]
_STAGES = [
    Stage("Service review", "done", "31 October 2013"),
    Stage("Market engagement", "done", "28 February 2014"),
    Stage("Full business case", "now", "2 of 5 criteria met"),
    Stage("Decision"),
    Stage("Implementation"),
]
_CRUMBS = [Link("Reviews", "#breadcrumbs"), Link("Property")]
_STATED = [
    StatedValue("98,226,440", "Policy and Resources Cabinet Committee", "3.2", "#figure", "40"),
    StatedValue("98,226,400", "County Council", "2.1", "#figure"),
]

_FIGURE = Figure(
    value="£98.2m",
    meaning="Net budget of the reviews of Phase 1",
    as_at=date(2013, 12, 12),
    lineage=[Link("Property, £18.3m", "#figure"), Link("Libraries, £12.1m")],
    stated=_STATED,
    is_frozen=True,
)

EXAMPLES: dict[str, list[Example]] = {
    "back_link": [("", {"url": "#back_link"})],
    "breadcrumbs": [("", {"items": _CRUMBS})],
    "button": [
        ("Default", {"text": "Move to next stage", "prevent_double_click": True}),
        ("Secondary, a link", {"text": "Edit", "url": "#button", "variant": "secondary"}),
        ("Warning", {"text": "Withdraw the paper", "variant": "warning"}),
        ("Disabled", {"text": "Publish", "disabled": True}),
    ],
    "chart": [(chart.name, {"chart": chart.chart}) for chart in CHARTS],
    "conflict": [
        (
            "",
            {
                "fields": [
                    ConflictField("Title", "Property review", "Property review"),
                    ConflictField("Status", "At risk", "On track"),
                ],
                "theirs_by": "Demonstration portfolio office",
                "theirs_at": datetime(2014, 5, 6, 9, 12, tzinfo=UTC),
            },
        )
    ],
    "empty_state": [
        (
            "",
            {
                "text": "No review matches these filters.",
                "url": "#empty_state",
                "link_text": "Clear the filters",
            },
        )
    ],
    "error_summary": [
        (
            "",
            {
                "errors": [Link("Enter a title", "#error_summary"), Link("Somebody saved first")],
                "keep_focus": True,
            },
        )
    ],
    "export_links": [
        ("", {"items": [Link("CSV", "#export_links"), Link("Excel", "#export_links")]})
    ],
    "figure": [
        (
            "Differs from print",
            {
                "figure": _FIGURE,
            },
        ),
        ("Plain", {"figure": Figure(value="£45m", meaning="Savings identified for 2015/16")}),
    ],
    "figure_chip": [("", {"figure": _FIGURE, "id": "chip"})],
    "filter_panel": [
        ("", {"form": ExampleFilters({}), "clear_url": "#filter_panel"}),
    ],
    "history": [
        (
            "",
            {
                "items": [
                    HistoryItem(
                        date(2014, 5, 6),
                        "Property moved from Stage 2 to Stage 3.",
                        by="Demonstration review lead",
                        reason="All five criteria are met.",
                        url="#history",
                    ),
                    HistoryItem(date(2014, 4, 4), "The outline business case was accepted."),
                ]
            },
        ),
        ("Empty", {"items": []}),
    ],
    "inset_text": [("", {"text": "The decision takes effect on 26 May 2014."})],
    "money": [
        ("Table", {"amount": Decimal(143_049_800)}),
        ("Sentence", {"amount": Decimal(143_049_800), "style": "sentence"}),
        ("Signed", {"amount": Decimal(-40), "style": "signed"}),
        ("Not known", {"amount": None}),
    ],
    "notification_banner": [
        ("Important", {"text": "This paper was withdrawn on 7 March 2014."}),
        (
            "Success",
            {
                "text": "The gate was passed.",
                "type": "success",
                "keep_focus": True,
                "url": "#",
                "link_text": "See it",
            },
        ),
        (
            "Refused",
            {"text": "Somebody else saved this paper first.", "type": "error", "keep_focus": True},
        ),
    ],
    "pagination": [
        ("First of three", {"page": Paginator(range(30), 10).page(1)}),
        (
            "In the middle of many",
            {"page": Paginator(range(400), 10).page(10), "label": "Pages of the log"},
        ),
    ],
    "progress": [
        ("", {"done": 7, "total": 9, "label": "papers", "now": "item 12", "id": "report"}),
        ("Queued", {"done": 0, "total": 0, "label": "papers", "id": "queued"}),
    ],
    "rag": [
        (rating.replace("_", "/").capitalize(), {"rating": rating})
        for rating in ("GREEN", "AMBER_GREEN", "AMBER", "AMBER_RED", "RED", "COMPLETE", "")
    ],
    "source_link": [
        (
            "",
            {
                "items": [Link("County Council, 15 May 2014, item 12, paragraph 2.5", "#source")],
                "about": "net budget",
            },
        )
    ],
    "stage_bar": [
        ("", {"stages": _STAGES}),
        ("Mini", {"stages": _STAGES, "mini": True}),
    ],
    "stat": [
        (
            "Up",
            {
                "label": "Reviews at full business case",
                "value": "9 of 10",
                "change": "2 more",
                "direction": "up",
                "since": "27 March 2014",
            },
        ),
        (
            "Down",
            {"label": "Gap", "value": "£43m", "change": "£2m less", "direction": "down"},
        ),
        ("Same", {"label": "Deferred", "value": "1", "direction": "same", "note": "Libraries"}),
    ],
    "summary_list": [
        (
            "",
            {
                "rows": [
                    SummaryRow("Phase", "Phase 1"),
                    SummaryRow("State", "Published", colour="purple"),
                    SummaryRow("Portfolio", "Business Capability", url="#summary_list"),
                    SummaryRow(
                        "Status",
                        "On track",
                        actions=[SummaryAction("Change", "#summary_list", "status")],
                    ),
                ]
            },
        )
    ],
    "table": [
        (
            "",
            {
                "caption": "Reviews",
                "columns": _COLUMNS,
                "rows": _ROWS,
                "totals": ["Total", "", "", "", Decimal("18249199.50")],
            },
        ),
        ("Empty", {"caption": "Reviews", "columns": ["Review", "Status"], "rows": []}),
    ],
    "tabs": [
        (
            "",
            {
                "items": [
                    Link("At a glance", "#tabs", is_current=True),
                    Link("Options", "#tabs"),
                    Link("Milestones", "#tabs"),
                ],
                "label": "Sections of this review",
            },
        )
    ],
    "tag": [
        (colour.capitalize(), {"text": text, "colour": colour})
        for colour, text in [
            ("green", "On track"),
            ("orange", "At risk"),
            ("red", "Late"),
            ("blue", "In progress"),
            ("grey", "Deferred"),
            ("teal", "New"),
            ("purple", "Published"),
            ("magenta", "Exempt"),
            ("yellow", "In clearance"),
        ]
    ],
    "task_list": [
        (
            "",
            {
                "items": [
                    Task("Outline business case", "Accepted", url="#task_list"),
                    Task(
                        "County Council endorsement",
                        "Waiting",
                        hint="County Council, 15 May 2014, item 12",
                        colour="blue",
                    ),
                ],
                "id": "example",
            },
        )
    ],
    "warning_text": [("", {"text": "A published paper cannot be changed."})],
}
