"""The printed business case: its values exactly, its pages accessible, its readers as its case."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from ftc.organisation.enums import Role
from ftc.records import pdf
from ftc.records.documents import build_report, kind_definition
from ftc.records.enums import DocumentKind
from reviews.enums import FiveCase, OptionStateKind
from reviews.models import BusinessCase
from reviews.reports import build_business_case_report
from tests.factories.business_cases import (
    EXEMPT,
    TODAY,
    keep,
    make_case,
    name_owner,
    section_of,
    write,
)
from tests.factories.finance import make_entry, make_saving
from tests.factories.organisation import make_user
from tests.factories.reviews import make_milestone, make_option, make_review

pytestmark = pytest.mark.django_db
WORDS = """# Why
### At once
The estate costs **ten**.

| Option | Cost |
| --- | --- |
| A trust | 5 |
"""


@pytest.fixture
def case():
    review = make_review("P1-PRO", title="Property Review")
    found = make_case(review, title="Property: Outline")
    option = make_option(review, OptionStateKind.PREFERRED, title="A trust", reason="It fits.")
    found.options.add(option)
    make_milestone(review, baseline=date(2014, 9, 1), title="Shadow form")
    make_entry(make_saving("S-1", activity=review), "2015/16", "1000", effective_on=TODAY)
    section = write(section_of(found), WORDS)
    name_owner(section, make_user(Role.OFFICER, name="Olive"))
    return found


def build(case, **params):
    return build_business_case_report(TODAY, case=case.code, **params)


def test_it_prints_the_five_cases_and_what_they_rest_on(case):
    report = build(case)

    assert (report.title, report.subtitle) == (
        "Property: Outline",
        "Outline business case of Property Review, as it stands",
    )
    assert (report.marking, report.short_marking) == ("Internal: not for publication", "Internal")
    assert [(c.number, c.title) for c in report.cases] == [
        (number, kind.label) for number, kind in enumerate(FiveCase, start=1)
    ]
    assert report.cases[0].about == "Owner: Olive. Being drafted."
    assert "<h3" in report.cases[0].words
    assert "<h4" in report.cases[0].words
    assert report.cases[1].words == '<p class="govuk-body">Nothing is written yet.</p>\n'
    assert [table.caption for table in report.tables] == [
        "Table 1: Savings and cost to achieve",
        "Table 2: Options it argues for",
        "Table 3: Milestones",
    ]
    assert report.tables[0].rows == (("Savings planned of an activity (cashable)", "1,000"),)
    assert report.completeness == "20 % complete: 2 of 10 checks met"
    assert [figure.key for figure in report.figures] == ["finance.activity_savings"]


def test_a_version_prints_as_it_was_kept(case):
    keep(case)
    write(section_of(case), "Other")

    kept, now = build(case, version="1"), build(case)

    assert "ten" in kept.cases[0].words
    assert kept.subtitle.endswith(", version 1")
    assert "Other" in now.cases[0].words
    with pytest.raises(BusinessCase.DoesNotExist):
        build(case, version="2")


@pytest.mark.slow
def test_its_pages_are_accessible_and_in_order(case):
    definition = kind_definition(DocumentKind.BUSINESS_CASE)
    report = build_report(
        kind=DocumentKind.BUSINESS_CASE, as_at=TODAY, params={"case": case.code, "edition": "2"}
    )

    printed = pdf.render_pdf(definition.template, report)

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed.content)).pages)
    assert printed.accessibility_faults == ()
    for words in ("1. Strategic case", "The estate costs ten.", "7. Completeness", "Shadow form"):
        assert words in " ".join(text.split())


def test_an_exempt_one_is_marked_and_built_for_whoever_may_read_it():
    case = make_case(title="Magrathea", **EXEMPT)

    report = build(case)

    assert report.marking == (
        "Exempt: not for publication, paragraph 3 of Schedule 12A of the Local Government Act 1972"
    )
    assert report.exempt_reason == EXEMPT["exempt_reason"]
    with pytest.raises(BusinessCase.DoesNotExist):
        build_business_case_report(TODAY, make_user(Role.OFFICER), case=case.code)
    assert build_business_case_report(TODAY, make_user(Role.MEMBER), case=case.code).title
