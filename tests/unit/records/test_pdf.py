"""Printing: what a PDF carries, what may be fetched, and what is said where it cannot be drawn."""

import builtins
from dataclasses import dataclass
from io import BytesIO

import pytest
from pypdf import PdfReader

from ftc.records import pdf
from ftc.records.errors import DrawingNotPossible
from ftc.records.printed import ListItem, Paragraph, Part, PrintedTable, Section, TableColumn, plain

TABLE = PrintedTable(
    caption="Table 1: Costs, in pounds",
    columns=(TableColumn("Service"), TableColumn("Cost", is_numeric=True)),
    rows=tuple((f"Service {number}", f"{number},000") for number in range(1, 80)),
    total=("Total", "3,160,000"),
    notes=("A paper prints another sum.",),
)
SECTION = Section(
    1,
    "What it costs",
    (
        Part((Paragraph("1.1", plain("It costs this:"), table=TABLE),)),
        Part(
            (Paragraph("1.2", plain("Two ways:"), (ListItem(plain("One"), ("(a) so",)),)),),
            letter="A",
            title="Ways",
        ),
    ),
)


@dataclass(frozen=True)
class Sheet:
    title: str = "A sheet of costs"
    by: tuple[str, ...] = ("A leader",)
    to: str = "A council – 15 May 2014"
    as_at: str = "6 May 2014"
    summary: str = "It says what it costs."
    asked: str = "The council is asked to:"
    recommendations: tuple[object, ...] = ()
    sections: tuple[Section, ...] = (SECTION,)
    appendices: str = "None"
    background: tuple[str, ...] = ("None",)
    author: str = "An author"


@pytest.fixture(scope="module")
def printed():
    return pdf.render_pdf("documents/outturn_report.html", Sheet())


@pytest.fixture(scope="module")
def reader(printed):
    return PdfReader(BytesIO(printed.content))


@pytest.mark.slow
def test_render_pdf_passes_every_rule_of_pdf_ua(printed):
    assert printed.accessibility_faults == ()


@pytest.mark.slow
def test_render_pdf_counts_its_pages(printed, reader):
    assert printed.pages == len(reader.pages)
    assert printed.pages > 1


@pytest.mark.slow
def test_render_pdf_carries_title_language_and_council(reader):
    assert reader.metadata.title == "A sheet of costs"
    assert reader.metadata.author == "Kent County Council"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


@pytest.mark.slow
def test_render_pdf_makes_bookmarks_of_headings(reader):
    def titles(outline):
        return [titles(e) if isinstance(e, list) else e.title for e in outline]

    assert titles(reader.outline) == [
        "A sheet of costs",
        [
            "Recommendations",
            "1. What it costs",
            ["A. Ways"],
            "Appendices",
            "Background documents",
            "Report author",
        ],
    ]


@pytest.mark.slow
def test_render_pdf_repeats_the_head_of_a_table_and_the_date_on_every_page(reader):
    pages = [page.extract_text() for page in reader.pages]

    assert all("Figures as at 6 May 2014" in page for page in pages)
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    with_rows = [page for page in pages if "\nService " in page]
    assert len(with_rows) > 1
    assert all("Service Cost" in page for page in with_rows)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.css",
        "http://127.0.0.1/a.png",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "ftp://example.org/a",
        "ftc-static:../manage.py",
        "ftc-static:/etc/passwd",
        "ftc-static:%2e%2e/manage.py",
        "ftc-static:ftc/ftc.js",
        "ftc-static:ftc/print",
        "ftc-static:",
    ],
)
def test_static_file_denies_everything_but_our_own_files(url):
    with pytest.raises(pdf.FetchDenied):
        pdf.static_file(url)


def test_static_file_finds_our_style_sheet():
    path, content_type = pdf.static_file("ftc-static:ftc/print/document.css")

    assert path.name == "document.css"
    assert content_type == "text/css"


@pytest.mark.slow
def test_check_accessible_finds_what_is_wrong():
    import weasyprint

    untagged = weasyprint.HTML(string="<p>No title, no language, no tags</p>").write_pdf()

    faults = pdf.check_accessible(untagged)

    assert any("PDFUA1" in fault for fault in faults)


def test_check_accessible_says_when_it_is_no_pdf_at_all():
    [fault] = pdf.check_accessible(b"words")

    assert fault.startswith("It could not be checked")


def test_check_can_draw_says_what_to_install(monkeypatch):
    load = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)

    with pytest.raises(DrawingNotPossible, match=r"install libpango-1.0-0, libpangoft2-1.0-0"):
        pdf.check_can_draw()
