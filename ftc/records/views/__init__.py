"""Pages of documents and uploads."""

from ftc.records.views.uploads import upload_download

__all__ = ["upload_download"]
