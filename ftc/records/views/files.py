"""Sending a stored file, so that a browser keeps it and runs nothing in it."""

from django.core.files.base import File
from django.http import FileResponse


def send_file(
    file: File, *, name: str, content_type: str, in_browser: bool = False
) -> FileResponse:
    """The file as a download, or shown by the browser when ``in_browser``.

    Never sniffed, never cached by anything between, and without scripts of its own.
    """
    response = FileResponse(
        file, as_attachment=not in_browser, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
