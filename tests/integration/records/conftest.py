"""Fixtures of documents."""

from typing import Any

import pytest

from ftc.records.documents import kinds
from ftc.records.enums import DocumentKind
from tests.factories.records import plain_kind


@pytest.fixture
def plain_report(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Outturn reports are plain ones: a title and one figure."""
    definition = plain_kind()
    monkeypatch.setitem(kinds._KINDS, DocumentKind.OUTTURN_REPORT, definition)
    return definition
