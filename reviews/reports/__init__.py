"""The formal papers that reviews offer, registered as kinds of documents."""

from collections.abc import Mapping

from ftc.records.documents import KindDefinition, register_kind
from ftc.records.enums import DocumentKind
from reviews.reports.business_case import (
    BusinessCaseReport,
    build_business_case_report,
    classification_of,
    title_of,
)
from reviews.reports.outturn import OutturnReport, build_outturn_report

__all__ = [
    "BusinessCaseReport",
    "OutturnReport",
    "build_business_case_report",
    "build_outturn_report",
]


def _title(params: Mapping[str, str]) -> str:
    return f"Phase {params.get('phase', '1')} outturn report"


register_kind(
    KindDefinition(
        kind=DocumentKind.OUTTURN_REPORT,
        name="Phase 1 outturn report",
        description="Preferred and rejected options of each review, savings and next steps.",
        prefix="OUTTURN",
        template="documents/outturn_report.html",
        body="documents/_outturn_report.html",
        build=build_outturn_report,
        title=_title,
    )
)

register_kind(
    KindDefinition(
        kind=DocumentKind.BUSINESS_CASE,
        name="Business case",
        description="The five cases, what they rest on, and how complete they are.",
        prefix="BUSINESS-CASE",
        template="documents/business_case.html",
        body="documents/_business_case.html",
        build=build_business_case_report,
        title=title_of,
        classify=classification_of,
        is_chosen=False,
    )
)
