"""Reads about reviews that cross models: annotated querysets and small dataclasses."""

from reviews.queries.budgets import Totals, budgets_by_service, totals_of
from reviews.queries.filters import (
    FilterChoices,
    at_stage,
    changed_since,
    covering_directorate,
    covering_type,
    filter_choices,
    following_version,
    led_by,
    mentioning,
    preferring,
)
from reviews.queries.known import (
    FIRST_PHASE,
    covered_on,
    options_of_reviews,
    preferred_options,
    review_for_code,
    reviews_known_on,
    services_covered,
)
from reviews.queries.lists import SORTS, Listing, listing, rows_in_parts, totals_of_list
from reviews.queries.rows import NextMilestone, ReviewRow, review_rows, rows_of
from reviews.queries.selection import (
    Scope,
    Selected,
    counted,
    selected_options,
    selected_reviews,
    selected_services,
    when,
)
from reviews.queries.stages import StagePlace, stage_bar, stage_places

__all__ = [
    "FIRST_PHASE",
    "SORTS",
    "FilterChoices",
    "Listing",
    "NextMilestone",
    "ReviewRow",
    "Scope",
    "Selected",
    "StagePlace",
    "Totals",
    "at_stage",
    "budgets_by_service",
    "changed_since",
    "counted",
    "covered_on",
    "covering_directorate",
    "covering_type",
    "filter_choices",
    "following_version",
    "led_by",
    "listing",
    "mentioning",
    "options_of_reviews",
    "preferred_options",
    "preferring",
    "review_for_code",
    "review_rows",
    "reviews_known_on",
    "rows_in_parts",
    "rows_of",
    "selected_options",
    "selected_reviews",
    "selected_services",
    "services_covered",
    "stage_bar",
    "stage_places",
    "totals_of",
    "totals_of_list",
    "when",
]
