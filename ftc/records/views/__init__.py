"""Pages of documents and uploads."""

from ftc.records.views.documents import (
    document_cancel,
    document_detail,
    document_download,
    document_list,
    document_new,
    document_preview,
    document_publish,
    document_retry,
)
from ftc.records.views.uploads import upload_download

__all__ = [
    "document_cancel",
    "document_detail",
    "document_download",
    "document_list",
    "document_new",
    "document_preview",
    "document_publish",
    "document_retry",
    "upload_download",
]
