"""The plan and its targets, savings and the ledger, fees and expectations."""

from finance.models.ledger import FeeAgreement, LedgerEntry, Saving
from finance.models.plans import (
    CategoryTarget,
    Plan,
    PlanAmount,
    PlanYear,
    SavingsCategory,
    SavingsExpectation,
)

__all__ = [
    "CategoryTarget",
    "FeeAgreement",
    "LedgerEntry",
    "Plan",
    "PlanAmount",
    "PlanYear",
    "Saving",
    "SavingsCategory",
    "SavingsExpectation",
]
