"""Search over every app: by words with PostgreSQL full text, by part of a title, by code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from finance.models import Saving
from ftc.periods import long_date
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity, Risk
from ftc.programme.queries import known_by
from ftc.records.models import Document, SourcePaper
from ftc.records.models.bases import readable_classifications
from governance.models import AgendaItem, Body, Decision, Meeting, Recommendation, Resolution
from governance.queries import meetings_known_by
from reviews.enums import FiveCase
from reviews.models import (
    BusinessCase,
    BusinessCaseSection,
    EngagementNote,
    EngagementResponse,
    Evidence,
    Option,
    Supplier,
)
from reviews.queries import reviews_known_on, services_covered
from reviews.queries.business_case_checks import section_url
from reviews.queries.business_cases import case_url
from reviews.queries.engagement.listing import recorded_by, responses_known

CONFIG = "english"
SHOWN = 5
PAGE_SIZE = 25


@dataclass(frozen=True)
class Hit:
    """One thing found: its words, where it leads, and what it is, in a line."""

    title: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found.

    ``rows`` gives what this reader may find as at a date. ``fields`` are searched by their words,
    the first of them also by any part of it; ``code`` by its beginning.
    """

    code: str
    title: str
    rows: Callable[[Any, date | None], "QuerySet[Any]"]
    fields: tuple[str, ...]
    hit: Callable[[Any], Hit]
    code_field: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; ``page`` holds the first few, or one page of all of them."""

    kind: Kind
    hits: list[Hit]
    page: Page

    @property
    def count(self) -> int:
        return self.page.paginator.count


def _on_readable_items(rows: "QuerySet[Any]", user: Any, path: str) -> "QuerySet[Any]":
    """Rows that hang on no agenda item, or on one whose classification this person may read."""
    readable = readable_classifications(user)
    return rows.filter(
        Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__classification__in": readable})
    )


def _options(user: Any, as_at: date | None) -> "QuerySet[Any]":
    return known_by(Option.objects.select_related("review"), as_at)


def _services(user: Any, as_at: date | None) -> "QuerySet[Any]":
    """Services under a review that was known; each leads to its review."""
    reviews = reviews_known_on(as_at).values("pk")
    covered = services_covered(as_at).filter(review__in=reviews)
    return covered.select_related("review", "service")


def _business_cases(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows = BusinessCase.objects.visible_to(user).select_related("review")
    return rows.filter(made_on__lte=as_at) if as_at else rows


def _business_case_sections(user: Any, as_at: date | None) -> "QuerySet[Any]":
    """The five cases as they stand; what they said on a past day is in their versions."""
    cases = _business_cases(user, as_at).values("pk")
    rows = BusinessCaseSection.objects.filter(case__in=cases).exclude(text="")
    return (rows.none() if as_at else rows).select_related("case")


def _evidence(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows = Evidence.objects.visible_to(user).select_related("review", "criterion")
    return rows.filter(supplied_on__lte=as_at) if as_at else rows


def _engagements(user: Any, as_at: date | None) -> "QuerySet[Any]":
    return recorded_by(as_at).visible_to(user).select_related("activity")


def _engagement_answers(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows: QuerySet[EngagementResponse] = responses_known(user, as_at)
    return rows.select_related("supplier", "engagement")


def _engagement_notes(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows = EngagementNote.objects.visible_to(user).select_related("engagement")
    return rows.filter(noted_on__lte=as_at) if as_at else rows


def _resolutions(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows = Resolution.objects.as_at(as_at).select_related("meeting__body")
    return _on_readable_items(rows, user, "agenda_item")


def _recommendations(user: Any, as_at: date | None) -> "QuerySet[Any]":
    rows = known_by(Recommendation.objects.all(), as_at)
    return _on_readable_items(rows, user, "agenda_item")


def _report_url(row: Recommendation) -> str:
    return f"{reverse('governance:recommendation-list')}?report={row.report_code}"


KINDS = (
    Kind(
        "reviews", "Reviews", lambda user, as_at: reviews_known_on(as_at),
        ("title", "description", "next_steps"),
        lambda row: Hit(row.title, row.get_absolute_url(), row.code), "code",
    ),
    Kind(
        "services", "Services under review", _services, ("service__name",),
        lambda row: Hit(row.service.name, row.review.get_absolute_url(),
                        f"{row.service.code}, in {row.review.title}"), "service__code",
    ),
    Kind(
        "options", "Options", _options, ("title", "note"),
        lambda row: Hit(row.title, row.review.get_absolute_url(), row.review.title), "code",
    ),
    Kind(
        "business-cases", "Business cases", _business_cases, ("title",),
        lambda row: Hit(row.title, case_url(row), row.review.title), "code",
    ),
    Kind(
        "five-cases", "In business cases", _business_case_sections, ("text",),
        lambda row: Hit(f"{row}: {row.case}", section_url(row.case, FiveCase(row.kind)),
                        row.case.code),
    ),
    Kind(
        "evidence", "Evidence", _evidence, ("title", "note"),
        lambda row: Hit(row.title, row.review.get_absolute_url(),
                        f"{row.criterion}, {row.review.title}"),
    ),
    Kind(
        "engagements", "Market engagement", _engagements,
        ("title", "summary", "council", "reference"),
        lambda row: Hit(row.title, row.get_absolute_url(), f"{row.activity.title}, {row.code}"),
        "code",
    ),
    Kind(
        "responses", "Answers to market engagement", _engagement_answers, ("summary",),
        lambda row: Hit(row.supplier.name, f"{row.engagement.get_absolute_url()}#responses",
                        row.engagement.title),
    ),
    Kind(
        "engagement-notes", "Notes on market engagement", _engagement_notes, ("text",),
        lambda row: Hit(f"Note of {long_date(row.noted_on)}",
                        f"{row.engagement.get_absolute_url()}#notes", row.engagement.title),
    ),
    Kind(
        "suppliers", "Suppliers", lambda user, as_at: Supplier.objects.all(),
        ("name", "business"),
        lambda row: Hit(row.name, row.get_absolute_url(), row.business or row.code), "code",
    ),
    Kind(
        "activities", "Programme", lambda user, as_at: known_by(
            Activity.objects.exclude(kind=ActivityKind.REVIEW), as_at),
        ("title", "description"),
        lambda row: Hit(row.title, row.get_absolute_url(), row.get_kind_display()), "code",
    ),
    Kind(
        "risks", "Risks", lambda user, as_at: known_by(Risk.objects.all(), as_at),
        ("title", "description", "control"),
        lambda row: Hit(row.title, reverse("programme:risk-detail", args=[row.code]), row.code),
        "code",
    ),
    Kind(
        "savings", "Savings", lambda user, as_at: known_by(Saving.objects.all(), as_at),
        ("title",), lambda row: Hit(row.title, row.get_absolute_url(), row.ref), "ref",
    ),
    Kind(
        "papers", "Papers", lambda user, as_at: SourcePaper.objects.known_by(as_at), ("title",),
        lambda row: Hit(row.title, row.get_absolute_url(), row.code), "code",
    ),
    Kind(
        "documents", "Reports made",
        lambda user, as_at: Document.objects.visible_to(user), ("title",),
        lambda row: Hit(row.title, row.get_absolute_url(), row.code), "code",
    ),
    Kind(
        "meetings", "Meetings", lambda user, as_at: meetings_known_by(
            Meeting.objects.visible_to(user), as_at).select_related("body"),
        ("body__name", "business", "venue"),
        lambda row: Hit(str(row), row.get_absolute_url(), row.business), "code",
    ),
    Kind(
        "items", "Agenda items", lambda user, as_at: known_by(
            AgendaItem.objects.visible_to(user).select_related("meeting__body"), as_at),
        ("title", "report_by"),
        lambda row: Hit(row.title, f"{row.meeting.get_absolute_url()}#item-{row.number}",
                        f"{row.meeting}, item {row.number}"),
    ),
    Kind(
        "recommendations", "Recommendations", _recommendations,
        ("summary", "report_title", "response"),
        lambda row: Hit(f"{row.verb.capitalize()}: {row.summary}", _report_url(row),
                        f"{row.report_title} ({row.number})"), "code",
    ),
    Kind(
        "resolutions", "Resolutions and advice", _resolutions, ("title", "text"),
        lambda row: Hit(row.title, f"{row.meeting.get_absolute_url()}#{row.code}",
                        f"{row.meeting}: {row.get_verb_display().lower()}"), "code",
    ),
    Kind(
        "decisions", "Decisions", lambda user, as_at: known_by(Decision.objects.all(), as_at),
        ("title", "reasons"),
        lambda row: Hit(f"{row.number} {row.title}",
                        reverse("governance:decision-detail", args=[row.code]),
                        row.get_state_display()), "number",
    ),
    Kind(
        "bodies", "Bodies", lambda user, as_at: Body.objects.all(), ("name", "remit"),
        lambda row: Hit(row.name, row.get_absolute_url(), row.get_kind_display()), "code",
    ),
)  # fmt: skip
KIND_BY_CODE = {kind.code: kind for kind in KINDS}


def search(
    words: str, *, user: Any, as_at: date | None, kind: Kind | None = None, number: str = ""
) -> list[Group]:
    """What ``words`` find, by kind, kinds without a hit left out; nothing for no words.

    Without ``kind`` the first few of each; with one, page ``number`` of all of that kind. Two
    queries a kind, whatever is found.
    """
    wanted = words.strip()
    if not wanted:
        return []
    groups = []
    for each in [kind] if kind else KINDS:
        found = matching(each, wanted, user=user, as_at=as_at)
        page = Paginator(found, PAGE_SIZE if kind else SHOWN).get_page(number if kind else 1)
        if page.paginator.count:
            groups.append(Group(each, [each.hit(row) for row in page], page))
    return groups


def matching(kind: Kind, words: str, *, user: Any, as_at: date | None) -> "QuerySet[Any]":
    """The rows of a kind that the words find, the best first.

    A row whose words rank alike comes by its title.
    """
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    vector = SearchVector(*kind.fields, config=CONFIG)
    found = Q(search=query) | Q(**{f"{kind.fields[0]}__icontains": words})
    if kind.code_field:
        found |= Q(**{f"{kind.code_field}__istartswith": words})
    rows = kind.rows(user, as_at).annotate(search=vector, rank=SearchRank(vector, query))
    return rows.filter(found).order_by("-rank", kind.fields[0], "pk")
