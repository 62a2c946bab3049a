"""Documents that FTC draws: their kinds, requests for them, and how the worker draws each once."""

from ftc.records.documents.drawing import (
    STEPS,
    Claim,
    ClaimLost,
    claim,
    mark_failed,
    record_heartbeat,
    record_progress,
    store_pdf,
    sweep,
)
from ftc.records.documents.kinds import (
    KindDefinition,
    Report,
    build_report,
    kind_definition,
    kind_definitions,
    register_kind,
)
from ftc.records.documents.requests import (
    DRAW_TASK,
    cancel_document,
    check_can_publish,
    publish_document,
    reclassify_documents,
    request_document,
    request_key,
    retry_document,
)

__all__ = [
    "DRAW_TASK",
    "STEPS",
    "Claim",
    "ClaimLost",
    "KindDefinition",
    "Report",
    "build_report",
    "cancel_document",
    "check_can_publish",
    "claim",
    "kind_definition",
    "kind_definitions",
    "mark_failed",
    "publish_document",
    "reclassify_documents",
    "record_heartbeat",
    "record_progress",
    "register_kind",
    "request_document",
    "request_key",
    "retry_document",
    "store_pdf",
    "sweep",
]
