import csv
import re
from pathlib import Path

import pytest

import ftc

DATA = Path(ftc.__file__).parent / "demo" / "data"
TABLES = sorted(path.name for path in DATA.glob("*.csv"))

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
PHONE = re.compile(r"(?<![\d.,/-])(?:\+44|\(?0\d)[\d\s()-]{7,}\d")


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, strict=True))


def looks_like_contact_details(text):
    return bool(EMAIL.search(text) or PHONE.search(text))


def test_the_tables_are_those_of_the_programme():
    assert TABLES == [
        "agenda_items_2014_05_15.csv",
        "attendance_2014_03_27.csv",
        "bodies.csv",
        "bold_steps.csv",
        "commissioning_workstreams.csv",
        "contracts_or_case_studies.csv",
        "cycle_standards.csv",
        "decisions.csv",
        "delivery_models.csv",
        "directorates.csv",
        "lessons.csv",
        "market_engagement.csv",
        "meetings.csv",
        "methodologies.csv",
        "minutes_2014_03_27.csv",
        "other_stated_figures.csv",
        "papers.csv",
        "phase2_services.csv",
        "portfolios.csv",
        "recommendations.csv",
        "recorded_vote_2014_03_27.csv",
        "review_milestones.csv",
        "review_options.csv",
        "reviews.csv",
        "risks.csv",
        "savings_profile_0_25.csv",
        "savings_targets.csv",
        "stated_figures.csv",
    ]


def test_papers_have_codes_of_their_own():
    codes = [row["paper"] for row in read("papers.csv")]

    assert all(codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_credited_to_a_known_paper_and_a_place_in_it(name):
    known = {row["paper"] for row in read("papers.csv")}
    rows = read(name)

    assert rows
    assert {row["paper"] for row in rows} <= known
    if name != "papers.csv":
        place = "paragraph" if name == "stated_figures.csv" else "source_ref"
        assert all(row[place] for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_cell_for_each_column(name):
    for row in read(name):
        assert None not in row
        assert None not in row.values()


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_looks_like_an_email_address_or_phone_number(name):
    found = [
        cell for row in read(name) for cell in row.values() if looks_like_contact_details(cell)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "write to clerk@example.org today",
        "01632 960001",
        "call (01632) 960 001",
        "+44 1632 960001",
        "020-7946-0001",
        "07700900001",
    ],
)
def test_contact_details_are_recognised(text):
    assert looks_like_contact_details(text)


@pytest.mark.parametrize(
    "text", ["143049800", "0-11 and 11-25", "2014-05-15", "lines 63-64", "0.25", "14/00138"]
)
def test_figures_and_references_are_not_contact_details(text):
    assert not looks_like_contact_details(text)
