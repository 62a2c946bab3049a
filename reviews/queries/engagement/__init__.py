"""The register of market engagement as at a date, as far as a person may read it."""

from reviews.queries.engagement.counts import PrintedCount, counts_table, printed_counts
from reviews.queries.engagement.listing import (
    EngagementChoices,
    EngagementFilters,
    engagement_choices,
    engagements,
    filtered,
    left_out,
    responses_by_service,
    responses_known,
    services_chart,
)
from reviews.queries.engagement.page import EngagementPage, NoteLine, engagement_page, note_number
from reviews.queries.engagement.sections import register_tables
from reviews.queries.engagement.suppliers import (
    SupplierCounts,
    SupplierFilters,
    engagements_of_supplier,
    filtered_suppliers,
    supplier_counts,
    suppliers,
)

__all__ = [
    "EngagementChoices",
    "EngagementFilters",
    "EngagementPage",
    "NoteLine",
    "PrintedCount",
    "SupplierCounts",
    "SupplierFilters",
    "counts_table",
    "engagement_choices",
    "engagement_page",
    "engagements",
    "engagements_of_supplier",
    "filtered",
    "filtered_suppliers",
    "left_out",
    "note_number",
    "printed_counts",
    "register_tables",
    "responses_by_service",
    "responses_known",
    "services_chart",
    "supplier_counts",
    "suppliers",
]
