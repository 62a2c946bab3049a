"""Everything that writes the register of market engagement."""

from ftc.records import history
from reviews.actions.engagement.notes import add_note, edit_note
from reviews.actions.engagement.register import (
    add_engagement,
    cancel_engagement,
    edit_engagement,
    reinstate_engagement,
)
from reviews.actions.engagement.responses import edit_response, invite_suppliers, record_response
from reviews.actions.engagement.suppliers import add_supplier, edit_supplier

__all__ = [
    "add_engagement",
    "add_note",
    "add_supplier",
    "cancel_engagement",
    "edit_engagement",
    "edit_note",
    "edit_response",
    "edit_supplier",
    "invite_suppliers",
    "record_response",
    "reinstate_engagement",
]

history.describe_actions(
    reviews_add_engagement="recorded market engagement",
    reviews_edit_engagement="edited market engagement",
    reviews_cancel_engagement="cancelled market engagement",
    reviews_reinstate_engagement="took the cancellation of market engagement back",
    reviews_invite_suppliers="invited suppliers",
    reviews_record_response="recorded an answer of a supplier",
    reviews_edit_response="corrected what is recorded of a supplier",
    reviews_add_engagement_note="noted what market engagement brought",
    reviews_edit_engagement_note="edited a note on market engagement",
    reviews_add_supplier="added a supplier",
    reviews_edit_supplier="edited a supplier",
)
