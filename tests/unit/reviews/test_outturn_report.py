"""The outturn report: every part of it for a small programme, and the real one as it prints."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from ftc.records import pdf
from ftc.records.documents import build_report, kind_definition
from ftc.records.enums import DocumentKind
from ftc.records.printed import (
    ListItem,
    Paragraph,
    Part,
    PrintedTable,
    Section,
    TableColumn,
    Words,
    item,
    plain,
)
from governance.models import AgendaItem, Recommendation
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import EngagementCount, OptionVariant
from reviews.reports import build_outturn_report
from reviews.reports.outturn import PrintedRecommendation
from tests.factories.reviews import (
    change_state,
    make_meeting,
    make_milestone,
    make_option,
    make_paper,
    make_review,
    make_service,
)

AS_AT = date(2014, 5, 6)
BUDGET_HEADS = tuple(TableColumn(head, is_numeric=True) for head in ("Gross", "Income", "Net"))


@pytest.fixture
def small_programme(db):
    """Two reviews with options, one deferred, a count of engagement, and the item on an agenda."""
    first = make_review("P1-A", title="Property Review", stage="stage-2", outturn_letter="A")
    make_service(first, code="S-PRO", gross="3000", net="2500")
    make_option(first, title="Trading company")
    rejected = make_option(first, OptionStateKind.NOT_RECOMMENDED, title="Joint venture")
    OptionVariant.objects.create(option=rejected, letter="a", title="With a company")
    make_milestone(first, title="It trades", baseline=date(2014, 9, 1), report="PLANNED")
    second = make_review("P1-B", title="EduKent Review", stage="stage-2", outturn_letter="B")
    make_service(second, code="S-EDU", gross="1000", net="-200")
    make_option(second, title="Partnership", models=("JV",))
    make_option(second, title="Trust", models=("TRUST",))
    make_option(
        second, OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE, title="Stop", reason="Duties stay"
    )
    third = make_review("P1-C", title="Care Homes", stage="stage-2", order=3)
    make_service(third, code="S-RES", gross="500", net="500")
    change_state(third, ReviewState.DEFERRED, reason="It waits for the strategy", on=AS_AT)
    EngagementCount.objects.create(
        code="ME1",
        activity=first,
        kind="visit",
        measure="councils",
        value=4,
        unit="visits",
        effective_on=AS_AT,
    )
    meeting = make_meeting(published_on=AS_AT)
    agenda_item = AgendaItem.objects.create(
        meeting=meeting,
        number=12,
        title="Outturn",
        kind="report",
        report_by="A Leader, Leader of the Council; B Director, Director",
        classification="PUBLIC",
    )
    recommendation = Recommendation.objects.create(
        code="R-1",
        report_code="R",
        report_title="Phase 1 outturn",
        report_date="2014-05-15",
        body=meeting.body,
        agenda_item=agenda_item,
        number="1",
        verb="endorse",
        summary="Preferred options of section 3",
    )
    recommendation.activities.set([first, second])
    make_paper()


def section(report, number):
    return report.sections[number - 1]


def test_build_outturn_report_heads_the_report_from_the_agenda(small_programme):
    report = build_outturn_report(AS_AT)

    assert (report.title, report.as_at) == ("Phase 1 outturn", "6 May 2014")
    assert report.by == ("A Leader, Leader of the Council", "B Director, Director")
    assert report.to == "Full council – 15 May 2014"
    assert report.asked == "Full council is asked to:"
    assert report.recommendations == (
        PrintedRecommendation("(1)", "Endorse", "preferred options of section 3"),
    )
    assert report.summary == (
        "Of the 3 reviews of Phase 1, 2 go forward. Deferred: Care Homes. "
        "Options preferred: 3; options not recommended, or not at this stage: 2. "
        "The report sets out how the reviews were done, the options of each, what is expected of "
        "them in savings, and the way to a decision."
    )
    assert report.appendices == "None"
    assert report.background == ("‘Paper CC-2013-12-12-FTC’, Kent County Council, December 2013",)
    assert report.author == "Not named in the records"


def test_build_outturn_report_introduces_services_and_tells_what_is_deferred(small_programme):
    assert section(build_outturn_report(AS_AT), 1) == Section(
        1,
        "Introduction",
        (
            Part(
                (
                    Paragraph(
                        "1.1",
                        plain(
                            "Phase 1 looks at 3 services in 3 reviews. "
                            "Services that share a line were reviewed together:"
                        ),
                        (item("Service S-PRO"), item("Service S-EDU"), item("Service S-RES")),
                    ),
                    Paragraph(
                        "1.2",
                        plain(
                            "Care Homes is deferred and goes no further for now. "
                            "It waits for the strategy."
                        ),
                    ),
                )
            ),
        ),
    )


def test_build_outturn_report_gives_each_review_a_lettered_part(small_programme):
    _, first, second = section(build_outturn_report(AS_AT), 3).parts

    assert first == Part(
        (
            Paragraph(
                "3.2",
                (
                    Words("The preferred option is: "),
                    Words("Trading company", is_strong=True),
                    Words("."),
                ),
            ),
            Paragraph(
                "3.3",
                plain("Alternatives considered:"),
                (
                    ListItem(
                        plain("Joint venture – not recommended: NOT_RECOMMENDED"),
                        ("(a) With a company",),
                    ),
                ),
            ),
            Paragraph(
                "3.4",
                plain(
                    "The review covers Service S-PRO, with a gross budget of £3,000, income of "
                    "£500 and a net budget of £2,500."
                ),
            ),
            Paragraph(
                "3.5", plain("Points to reach:"), (item("It trades, 1 September 2014 – planned"),)
            ),
        ),
        letter="A",
        title="Property Review",
    )
    assert (second.letter, second.title) == ("B", "EduKent Review")
    assert second.paragraphs[0] == Paragraph(
        "3.6",
        plain("Two options are preferred:"),
        (
            ListItem((Words("Partnership", is_strong=True), Words("."))),
            ListItem((Words("Trust", is_strong=True), Words("."))),
        ),
    )
    assert second.paragraphs[1].items == (
        item("Stop – not recommended at this stage: Duties stay"),
    )


def test_build_outturn_report_counts_engagement_and_models(small_programme):
    [part] = section(build_outturn_report(AS_AT), 4).parts

    assert part.paragraphs[0].items == (item("Visit – councils: 4"),)
    assert part.paragraphs[1].table == PrintedTable(
        caption="Table 1: Reviews by preferred delivery model, budgets in pounds",
        columns=(
            TableColumn("Delivery model"),
            TableColumn("Reviews", is_numeric=True),
            *BUDGET_HEADS,
        ),
        rows=(
            ("JV", "1", "1,000", "1,200", "-200"),
            ("LATCO", "1", "3,000", "500", "2,500"),
            ("TRUST", "1", "1,000", "1,200", "-200"),
        ),
    )


def test_build_outturn_report_totals_budgets_and_knows_no_plan(small_programme):
    [part] = section(build_outturn_report(AS_AT), 5).parts

    assert [paragraph.words for paragraph in part.paragraphs[:3]] == [
        plain("What the plan requires was not known by this date."),
        plain("What each category should save was not known by this date."),
        plain("What market engagement should save was not known by this date."),
    ]
    assert part.paragraphs[3].table == PrintedTable(
        caption="Table 2: Budgets of the services under review in Phase 1, in pounds",
        columns=(TableColumn("Services"), *BUDGET_HEADS),
        rows=(
            ("Service S-PRO", "3,000", "500", "2,500"),
            ("Service S-EDU", "1,000", "1,200", "-200"),
            ("Service S-RES", "500", "0", "500"),
        ),
        total=("Total", "4,500", "1,700", "2,800"),
    )


def test_build_outturn_report_goes_on_with_the_stages_ahead(small_programme):
    [part] = section(build_outturn_report(AS_AT), 6).parts

    assert [entry.words[0].text for entry in part.paragraphs[0].items] == [
        "Stage 3: Full Business Case",
        "Decision",
        "Implementation",
    ]


def test_build_outturn_report_knows_on_an_earlier_day_what_was_known_then(small_programme):
    report = build_outturn_report(date(2014, 3, 27))

    _, first, _ = section(report, 3).parts
    assert first.paragraphs[0].words == plain("No preferred option was recorded by this date.")
    assert "Deferred" not in report.summary
    assert section(report, 4).parts[0].paragraphs[0].words == plain(
        "No market engagement was recorded by this date."
    )


def test_build_outturn_report_collects_each_figure_once(small_programme):
    report = build_outturn_report(AS_AT)

    asked = [(figure.key, tuple(sorted(figure.params.items()))) for figure in report.figures]
    assert len(asked) == len(set(asked))
    assert {figure.as_at for figure in report.figures} == {AS_AT}
    assert ("reviews.gross_budget", (("phase", "1"),)) in asked


def test_the_report_is_offered_as_a_kind_of_document():
    definition = kind_definition(DocumentKind.OUTTURN_REPORT)

    assert definition.name == "Phase 1 outturn report"
    assert definition.title({}) == "Phase 1 outturn report"


@pytest.mark.slow
@pytest.mark.usefixtures("loaded_programme")
class TestRealReport:
    """The report of 15 May 2014, as at the day its papers went out."""

    @pytest.fixture
    def report(self):
        return build_report(
            kind=DocumentKind.OUTTURN_REPORT, as_at=AS_AT, params={"author": "A Head of Policy"}
        )

    @pytest.fixture
    def reader(self, report):
        printed = pdf.render_pdf(kind_definition(DocumentKind.OUTTURN_REPORT).template, report)
        assert printed.accessibility_faults == ()
        return PdfReader(BytesIO(printed.content))

    def test_it_letters_the_reviews_from_a_to_i(self, report):
        parts = report.sections[2].parts[1:]

        assert "".join(part.letter for part in parts) == "ABCDEFGHI"
        assert parts[1].title == "HR, ICT and Finance Review"

    def test_its_numbers_are_those_worked_out_from_the_tables(self, report):
        texts = {
            (figure.key, tuple(sorted(figure.params.items()))): figure.text
            for figure in report.figures
        }
        phase = ("phase", "1")

        assert texts[("reviews.count", (phase,))] == "10"
        assert texts[("reviews.count", (("exclude_deferred", "true"), phase))] == "9"
        assert texts[("reviews.service_count", (phase,))] == "12"
        assert texts[("reviews.option_count", (phase, ("state", "preferred")))] == "11"
        assert texts[("reviews.option_count", (phase, ("state", "not_recommended")))] == "39"
        assert texts[("reviews.gross_budget", (phase,))] == "£143,049,800"
        assert texts[("reviews.net_budget", (phase,))] == "£98,226,400"
        assert texts[("finance.requirement", ())] == "£241,000,000"
        assert texts[("finance.unidentified", (("year", "2015/16"),))] == "£43,000,000"

    def test_it_tells_where_papers_print_something_else(self, report):
        savings = report.sections[4].parts[0].paragraphs
        notes = [entry.words[0].text for p in savings for entry in p.items]

        assert (
            "Net budget: “Facing the Challenge: Phase 1 update and new Directorate structure”, "
            "paragraph 3.2.2 (line 87), prints £98,226,440; the records give £98,226,400." in notes
        )
        assert any("prints £20m to £30m per annum" in note for note in notes)
        assert any("£15.0m to £25.0m a year" in note for note in notes)
        assert (
            "Not yet identified, 2015/16: “LGA Peer Challenge: feedback and response, with the LGA "
            "letter”, LGA letter, prints £45m; the records give £43,000,000."
        ) in savings[0].table.notes

    def test_it_prints_what_it_holds(self, reader):
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

        for words in (
            "Paul Carter, Leader of the Council John Burr, Director of Transformation",
            "County Council – 15 May 2014",
            "(1) Endorse preferred options to go to Full Business Case (section 3).",
            "Residential Care Homes - Older People is deferred",
            "The preferred option is: Kent Trust",
            "Keep KSS as is model - with current on-going business development – not recommended "
            "at this stage",
            "Total 143,049,800 44,823,400 98,226,400",
            "‘Facing the Challenge: Progress to Date and Phase 2’, Kent County Council, March 2014",
            "A Head of Policy",
        ):
            assert words in text

    def test_it_has_title_language_and_bookmarks(self, reader):
        assert reader.metadata.title == (
            "Facing the Challenge: Phase 1 Service Review and Market Engagement Outturn Report"
        )
        assert reader.trailer["/Root"]["/Lang"] == "en-GB"
        _, below = reader.outline
        assert [entry.title for entry in below if not isinstance(entry, list)] == [
            "Recommendations",
            "1. Introduction",
            "2. How the reviews are done",
            "3. Preferred options to go to Full Business Case",
            "4. Engaging the market",
            "5. Indicative savings",
            "6. Next steps and route to a decision",
            "Appendices",
            "Background documents",
            "Report author",
        ]
