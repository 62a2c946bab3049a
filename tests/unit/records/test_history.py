"""A record's history as sentences."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pghistory
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory

from ftc.organisation.models import ServiceBudget
from ftc.records import history
from ftc.records.enums import Classification
from ftc.records.history import acts as history_acts
from ftc.records.history import parts
from ftc.records.history.sentences import sentences
from ftc.records.history.values import Change
from ftc.records.models import SourcePaper, StatedFigure, Upload
from tests.factories.organisation import make_budget, make_service

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _named_actions(monkeypatch):
    monkeypatch.setitem(history.ACTIONS, "tests.state", "stated the figure")
    monkeypatch.setitem(history.ACTIONS, "tests.correct", "corrected the figure")


@pytest.fixture
def paper():
    return SourcePaper.objects.create(
        code="CC-1", title="A paper", body_code="CC", meeting_on=date(2014, 5, 15), kind="report"
    )


def state_figure(by, at=NOON, **fields):
    with history.recording(action="tests.state", by=by, at=at):
        values = {"code": "F1", "measure": "Cost", "printed_text": "£1m", "unit": "GBP"} | fields
        return StatedFigure.objects.create(**values)


def correct(figure, by, reason="A slip", at=NOON, **fields):
    with history.recording(action="tests.correct", by=by, at=at, reason=reason):
        for name, value in fields.items():
            setattr(figure, name, value)
        figure.save()


def told(record, user, **kwargs):
    return [(s.by, s.sentence, s.reason) for s in sentences(record, user, **kwargs)]


def test_sentences_say_who_did_what_why_and_what_changed(officer, finance_partner):
    figure = state_figure(officer)
    correct(
        figure, finance_partner, at=NOON + timedelta(hours=1), printed_text="£2m", low=Decimal(2)
    )

    assert told(figure, officer) == [
        ("Fay Finance", "Corrected the figure. Printed text: £2m, was £1m; Low: 2.00.", "A slip"),
        ("Olive Officer", "Stated the figure.", ""),
    ]


def test_sentences_carry_the_changes_as_values(officer):
    figure = state_figure(officer)
    correct(figure, officer, at=NOON + timedelta(hours=1), qualifier="over")

    newest = sentences(figure, officer)[0]

    assert newest.changes == (Change("Qualifier", "blank", "over"),)
    assert newest.at == NOON + timedelta(hours=1)


def test_sentences_tell_the_events_of_one_action_together(officer):
    figure = state_figure(officer)
    with history.recording(action="tests.correct", by=officer, at=NOON + timedelta(hours=1)):
        StatedFigure.objects.update(printed_text="£2m")
        StatedFigure.objects.update(period="2014/15")

    assert told(figure, officer)[0] == (
        "Olive Officer",
        "Corrected the figure. Printed text: £2m, was £1m; Period: 2014/15.",
        "",
    )


def test_recording_inside_another_tells_the_outer_action(officer, sro):
    with history.recording(action="tests.correct", by=officer, at=NOON, reason="Outer"):
        figure = state_figure(sro)

    assert told(figure, officer) == [("Olive Officer", "Corrected the figure.", "Outer")]


def test_sentences_write_names_dates_pounds_and_choices_for_people(officer, paper):
    with history.recording(action="tests.state", by=officer, at=NOON):
        budget = make_budget(make_service(name="Libraries"), gross=1000, income=400)
    with history.recording(action="tests.correct", by=officer, at=NOON + timedelta(hours=1)):
        ServiceBudget.objects.update(
            service=make_service(name="Archives"),
            effective_on=date(2014, 5, 6),
            gross_gbp=Decimal("1400.50"),
            net_gbp=Decimal("1000.50"),
        )

    assert sentences(budget, officer)[0].changes == (
        Change("Effective on", "12 December 2013", "6 May 2014"),
        Change("Service", "Libraries", "Archives"),
        Change("Gross", "£1,000", "£1,400.50"),
        Change("Net", "£600", "£1,000.50"),
    )


def test_sentences_leave_out_who_and_when_which_every_sentence_says(officer):
    figure = state_figure(officer)
    correct(
        figure,
        officer,
        at=NOON + timedelta(hours=1),
        reason="Rounded",
        explanation="Rounded",
        explained_by=officer,
        explained_at=NOON,
        version=2,
    )

    assert told(figure, officer)[0] == ("Olive Officer", "Corrected the figure.", "Rounded")


def test_sentences_credit_what_was_loaded_to_its_paper(officer, paper):
    with pghistory.context(action="demo.load", user=None, user_name="", reason=""):
        figure = StatedFigure.objects.create(
            code="F1",
            measure="Cost",
            printed_text="£1m",
            unit="GBP",
            source=paper,
            source_ref="para 5.1",
        )

    [sentence] = sentences(figure, officer)

    assert (sentence.who, sentence.credit) == ("", "A paper, para 5.1")
    assert sentence.sentence == "Recorded from the paper."
    assert sentence.at.date() == date(2014, 5, 15)


def test_sentences_admit_a_change_that_no_action_made(officer):
    figure = StatedFigure.objects.create(code="F1", measure="Cost", printed_text="£1m", unit="GBP")

    assert told(figure, officer) == [("", "Changed in the database, outside the pages of FTC.", "")]


def test_sentences_tell_only_the_newest_within_the_limit(officer):
    figure = state_figure(officer)
    for number in range(1, 6):
        correct(figure, officer, at=NOON + timedelta(hours=number), printed_text=f"£{number}0m")

    texts = [s.sentence for s in sentences(figure, officer, limit=2)]

    assert texts == [
        "Corrected the figure. Printed text: £50m, was £40m.",
        "Corrected the figure. Printed text: £40m, was £30m.",
    ]


def test_sentences_are_for_people_who_are_signed_in(officer):
    figure = state_figure(officer)

    assert sentences(figure, AnonymousUser()) == []
    assert sentences(figure, None) == []


def test_sentences_tell_of_parts_only_what_the_person_may_read(officer, member, monkeypatch):
    figure = state_figure(officer)
    part = parts.Part(Upload, lambda record, user: Upload.objects.visible_to(user))
    monkeypatch.setitem(parts._PARTS, StatedFigure, [part])
    with history.recording(action="tests.correct", by=officer, at=NOON + timedelta(hours=1)):
        Upload.objects.create(
            name="secret.pdf",
            content_type="application/pdf",
            size=1,
            sha256="a" * 64,
            file="a.pdf",
            uploaded_by=officer,
            uploaded_at=NOON,
            classification=Classification.EXEMPT,
            exempt_paragraph=3,
            exempt_reason="A tender",
        )

    assert "Upload “secret.pdf”: added" in told(figure, member)[0][1]
    assert "secret" not in str(told(figure, officer))


def test_sentences_join_a_dated_row_to_the_act_that_wrote_it(officer, sro, monkeypatch):
    figure = state_figure(officer)
    began = history_acts._event_model(StatedFigure).objects.latest("pgh_id").pgh_created_at

    def written(by, after):
        return SimpleNamespace(
            by=by, by_id=by.pk, recorded_at=began + after, reason="", source=None
        )

    rows = parts.DatedRows(
        lambda record, user: [
            written(officer, timedelta(milliseconds=40)),
            written(sro, timedelta(milliseconds=40)),
            written(officer, timedelta(minutes=2)),
        ],
        lambda row: ("State", row.by.name),
    )
    monkeypatch.setitem(parts._ROWS, StatedFigure, [rows])

    assert sorted(told(figure, officer)) == [
        ("Olive Officer", "State: Olive Officer.", ""),
        ("Olive Officer", "Stated the figure. State: Olive Officer.", ""),
        ("Sam Owner", "State: Sam Owner.", ""),
    ]


def test_sentences_tell_a_dated_row_of_a_paper_by_itself(officer, paper, monkeypatch):
    rows = parts.DatedRows(
        lambda record, user: ServiceBudget.objects.select_related("source", "service"),
        lambda row: (row.service.name, f"net {row.net_gbp}"),
    )
    monkeypatch.setitem(parts._ROWS, StatedFigure, [rows])
    figure = state_figure(officer)
    make_budget(make_service(name="Libraries"), source=paper, source_ref="para 3.2.2")

    assert told(figure, officer)[-1] == ("A paper, para 3.2.2", "Libraries: net 600.00.", "")


@pytest.mark.parametrize("count", [1, 3])
def test_sentences_take_the_same_queries_for_one_change_and_for_three(
    officer, count, django_assert_num_queries
):
    figure = state_figure(officer)
    for number in range(count):
        correct(figure, officer, printed_text=f"£{number}9m")

    with django_assert_num_queries(2, connection=connection):
        sentences(figure, officer)


def test_history_of_gives_a_page_the_sentences_of_what_it_shows(officer):
    figure = state_figure(officer)
    request = RequestFactory().get("/")
    request.user = officer
    template = Template(
        "{% load records_tags %}{% history_of figure as told %}"
        '{% include "_components/history.html" with items=told only %}'
    )

    html = template.render(Context({"request": request, "figure": figure}))

    assert "Stated the figure." in html
    assert "Olive Officer" in html
