"""Builders of what the pages of finance show."""

from finance.reports.mtfp import MtfpPage, build_mtfp_page
from finance.reports.saving import SavingPage, build_saving_page, compare_with_last_entry

__all__ = [
    "MtfpPage",
    "SavingPage",
    "build_mtfp_page",
    "build_saving_page",
    "compare_with_last_entry",
]
