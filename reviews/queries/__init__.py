"""Reads about reviews that cross models: annotated querysets and small dataclasses."""

from reviews.queries.budgets import Totals, budgets_by_service, totals_of
from reviews.queries.filters import (
    FilterChoices,
    at_stage,
    changed_since,
    covering_directorate,
    covering_type,
    filter_choices,
    led_by,
    mentioning,
    preferring,
)
from reviews.queries.known import (
    FIRST_PHASE,
    preferred_options,
    review_for_code,
    reviews_known_on,
)
from reviews.queries.rows import (
    SORTS,
    Listing,
    NextMilestone,
    ReviewRow,
    listing,
    review_rows,
    rows_of,
    sorted_rows,
)
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
    "covering_directorate",
    "covering_type",
    "filter_choices",
    "led_by",
    "listing",
    "mentioning",
    "preferred_options",
    "preferring",
    "review_for_code",
    "review_rows",
    "reviews_known_on",
    "rows_of",
    "selected_options",
    "selected_reviews",
    "selected_services",
    "sorted_rows",
    "stage_bar",
    "stage_places",
    "totals_of",
    "when",
]
