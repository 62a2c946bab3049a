"""The registries of kinds of documents and of blocks."""

import pytest

from ftc.records import blocks
from ftc.records.documents import build_report, kind_definitions, register_kind
from ftc.records.enums import DocumentKind
from ftc.records.figures import Figures
from ftc.records.printed import PrintedTable
from tests.factories.records import AS_AT

EMPTY = PrintedTable(caption="Nothing", columns=(), rows=())


def test_register_kind_refuses_a_kind_a_second_time(plain_report):
    with pytest.raises(RuntimeError, match="registered twice"):
        register_kind(plain_report)


def test_kind_definitions_are_those_registered(plain_report):
    assert kind_definitions() == [plain_report]


def test_build_report_asks_the_builder_of_the_kind(plain_report):
    report = build_report(kind=DocumentKind.OUTTURN_REPORT, as_at=AS_AT, params={})

    assert report.title == "A plain report"


def test_a_block_is_registered_once_and_built_by_key(monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCKS", {})
    blocks.block("tests.empty")(lambda figures: EMPTY)

    assert blocks.build_block("tests.empty", Figures(as_at=AS_AT)) is EMPTY
    with pytest.raises(RuntimeError, match="registered twice"):
        blocks.block("tests.empty")(lambda figures: EMPTY)
