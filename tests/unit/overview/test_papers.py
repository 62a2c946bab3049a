from datetime import date

import pytest

from ftc.overview.queries import papers as queries
from ftc.overview.queries.credited import (
    KIND_BY_CODE,
    KINDS,
    credited_counts,
    credited_rows,
    row_of,
)
from ftc.records.models import CreditedModel
from tests.factories import governance, programme
from tests.factories.finance import make_amount, make_plan
from tests.factories.overview import make_stated_figure
from tests.factories.reviews import make_option, make_review

pytestmark = pytest.mark.django_db

MAY = date(2014, 5, 6)


@pytest.fixture
def paper():
    return programme.make_source("CC-12", title="Outturn report", known_on=MAY)


def test_papers_are_listed_newest_meeting_first_with_their_body(paper):
    governance.make_body(code="CC", name="County Council")
    older = programme.make_source("OLD", known_on=date(2013, 12, 12), body_code="CAB")

    found = queries.papers(as_at=None)

    assert [(p.code, p.body_name) for p in found] == [("CC-12", "County Council"), ("OLD", "CAB")]
    assert list(queries.papers(as_at=date(2014, 1, 1))) == [older]


def test_papers_filter_by_body_and_words(paper):
    programme.make_source("CAB-1", title="Outturn of another kind", body_code="CAB")

    def codes(**chosen):
        return [p.code for p in queries.papers(as_at=None, **chosen)]

    assert codes(body="CAB") == ["CAB-1"]
    assert codes(words="outturn report") == ["CC-12"]
    assert codes(words="cab") == ["CAB-1"]
    assert codes(words="nothing of the kind") == []


def test_bodies_with_papers_are_those_papers_went_to(paper):
    governance.make_body(code="CC", name="County Council")
    governance.make_body(code="CAB", name="Cabinet")

    assert queries.bodies_with_papers(None) == [("CC", "County Council")]


def test_paper_page_gathers_what_the_records_hold(paper, officer):
    body = governance.make_body(code="CC", name="County Council")
    meeting = governance.make_published_meeting(body, on=MAY)
    item = governance.make_item(meeting, paper=paper, page_from=69, page_to=82)
    put = governance.make_recommendation(item=item)
    make_amount(make_plan("2015/16"), "2015/16", "88000000", source=paper)
    make_stated_figure("£90m", "90000000", source=paper)
    licences = make_stated_figure("some 145", "145", key="", source=paper)

    page = queries.paper_page(paper, user=officer, as_at=None)

    assert (page.body, page.meeting, page.agenda_items, page.recommendations) == (
        body,
        meeting,
        [item],
        [put],
    )
    assert [row.difference_text for row in page.compared] == ["+£2,000,000"]
    assert page.not_comparable == [licences]
    assert [(c.number, c.words) for c in page.credited] == [(1, "amount of the savings plan")]


def test_paper_page_says_nothing_before_the_paper_could_be_read(paper, officer):
    make_stated_figure("£90m", "90000000", source=paper)

    page = queries.paper_page(paper, user=officer, as_at=date(2014, 5, 5))

    assert (page.is_known, page.compared, page.credited, page.recommendations) == (
        False, [], [], [],
    )  # fmt: skip


def test_paper_page_keeps_an_exempt_item_from_who_may_not_read_it(paper, officer, member):
    item = governance.make_exempt_item(paper=paper, source=paper, page_from=1, page_to=2)
    governance.make_recommendation(item=item, source=paper)

    hidden = queries.paper_page(paper, user=officer, as_at=None)
    shown = queries.paper_page(paper, user=member, as_at=None)

    assert (hidden.agenda_items, hidden.recommendations, hidden.credited) == ([], [], [])
    assert len(shown.agenda_items) == 1
    assert [c.kind.code for c in shown.credited] == ["agendaitem", "recommendation"]


def test_credited_counts_take_one_query(paper, officer, django_assert_num_queries):
    officer.permissions  # noqa: B018  # read once, before the queries are counted
    for _ in range(2):
        programme.make_risk(source=paper)
    review = make_review(source=paper)

    with django_assert_num_queries(1):
        counts = credited_counts(paper, user=officer, as_at=None)

    assert [(c.kind.code, c.number, c.words) for c in counts] == [
        ("activity", 1, "activity"),
        ("risk", 2, "risks"),
    ]
    assert review.source == paper


@pytest.mark.parametrize("number", [1, 3])
def test_credited_rows_take_one_query(number, paper, officer, django_assert_num_queries):
    for _ in range(number):
        option = make_option(make_review("P1-R" + str(programme.make_risk().pk)))
        option.source = paper
        option.save()
    kind = KIND_BY_CODE["option"]

    with django_assert_num_queries(1):
        rows = [row_of(kind, row) for row in credited_rows(kind, paper, user=officer, as_at=None)]

    assert len(rows) == number
    assert rows[0].url.startswith("/reviews/P1-R")


def test_every_kind_is_credited_and_named_once():
    assert [kind.code for kind in KINDS if not issubclass(kind.model, CreditedModel)] == []
    assert len(KIND_BY_CODE) == len(KINDS)


def test_every_row_the_papers_gave_is_told_with_words_and_an_address(loaded_programme, auditor):
    """Each kind is read once over the whole programme: its words and its address do not fail."""
    from ftc.records.models import SourcePaper

    nowhere = {"service", "directorate", "division", "person"}
    for paper in SourcePaper.objects.all():
        for count in credited_counts(paper, user=auditor, as_at=None):
            rows = list(credited_rows(count.kind, paper, user=auditor, as_at=None))
            told = row_of(count.kind, rows[0])
            assert len(rows) == count.number
            assert told.words
            assert bool(told.url) == (count.kind.code not in nowhere)
