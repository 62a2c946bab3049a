"""Printing a report as a PDF that everybody can read; nothing else here knows WeasyPrint."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

from ftc.records.errors import DrawingNotPossible

logger = logging.getLogger(__name__)
for _chatter in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_chatter).setLevel(logging.WARNING)  # a line for every page and every glyph

STATIC_SCHEME = "ftc-static:"
CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
PANGO_IS_MISSING = (
    "Reports cannot be drawn on this machine, because the Pango libraries are missing. "
    "Ask the administrator to install libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 "
    "and a font."
)


class FetchDenied(ValueError):
    """A paper asked for something that is not ours."""


@dataclass(frozen=True)
class Pdf:
    """A printed report: its bytes, its number of pages, and what the PDF/UA-1 check found."""

    content: bytes
    pages: int

    @cached_property
    def accessibility_faults(self) -> tuple[str, ...]:
        return tuple(check_accessible(self.content))


def render_pdf(template: str, report: Any, *, context: Mapping[str, Any] | None = None) -> Pdf:
    """Print ``report`` through ``template`` as PDF/UA-1, with its headings as bookmarks.

    The template is given ``report``, ``council_name`` and ``programme_name``; it names title,
    language and author in its head. Nothing is fetched but our own static files. Raises
    DrawingNotPossible where WeasyPrint's libraries are missing.
    """
    html = render_to_string(
        template,
        {
            "report": report,
            "council_name": settings.COUNCIL_NAME,
            "programme_name": settings.PROGRAMME_NAME,
            **(context or {}),
        },
    )
    weasyprint = _weasyprint()
    page_source = weasyprint.HTML(string=html, url_fetcher=_fetcher(weasyprint))
    document = page_source.render(pdf_variant="pdf/ua-1")
    target = BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1")
    return Pdf(content=target.getvalue(), pages=len(document.pages))


def check_accessible(content: bytes) -> list[str]:
    """What keeps a PDF from PDF/UA-1, one line a rule; an empty list when nothing does."""
    import page

    try:
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        return [f"It could not be checked: {error}"]
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def check_can_draw() -> None:
    """Raises DrawingNotPossible with what to install where the machine cannot draw."""
    _weasyprint()


def static_file(url: str) -> tuple[Path, str]:
    """The file behind ``ftc-static:ftc/print/document.css`` and its media type.

    Raises FetchDenied for every other address, for what lies outside the static folders, and for
    types a paper has no use for.
    """
    if not url.startswith(STATIC_SCHEME):
        raise FetchDenied(f"Papers are drawn from our own files only, not from {url[:200]}")
    name = url.removeprefix(STATIC_SCHEME).lstrip("/")
    try:
        found = finders.find(name)
    except (SuspiciousFileOperation, ValueError):
        found = None
    path = Path(found) if isinstance(found, str) else None
    if path is None or not path.is_file() or path.suffix not in CONTENT_TYPES:
        raise FetchDenied(f"There is no static file {name[:200]} for papers")
    return path, CONTENT_TYPES[path.suffix]


def _weasyprint() -> Any:
    """WeasyPrint, loaded when something is drawn, so that the site serves without Pango."""
    try:
        import weasyprint
    except OSError as error:
        raise DrawingNotPossible(PANGO_IS_MISSING) from error
    return weasyprint


def _fetcher(weasyprint: Any) -> Any:
    class OwnFilesOnly(weasyprint.urls.URLFetcher):
        """WeasyPrint's door to the outside, closed."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                path, content_type = static_file(url)
            except FetchDenied as denied:
                logger.warning("%s", denied)
                raise
            return weasyprint.urls.URLFetcherResponse(
                url, path.read_bytes(), {"Content-Type": content_type}
            )

    return OwnFilesOnly()
