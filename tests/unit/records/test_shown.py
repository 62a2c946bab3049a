from datetime import date
from decimal import Decimal

import pytest

from ftc.records.enums import Unit
from ftc.records.figures import Figure, Line, Stated
from ftc.records.figures.shown import printed_in_words, shown, signed


def stated(difference):
    return Stated(
        code="F06",
        paper="LETTER",
        paper_title="The letter",
        paragraph="section 1",
        text="£45m",
        low=Decimal(45),
        high=Decimal(45),
        difference=difference,
        note="",
        explanation="",
    )


def figure(difference, unit=Unit.GBP):
    return Figure(
        key="finance.unidentified",
        title="Not identified",
        params={},
        as_at=date(2014, 5, 6),
        value=Decimal(43),
        unit=unit,
        text="£43",
        note="",
        lineage=[
            Line("Plan", "/savings/", Decimal(43), "Report, para 5.2"),
            Line("By nobody"),
        ],
        stated=[stated(difference)],
    )


def test_shown_links_records_and_papers():
    chip = shown(figure(Decimal(2)), value="£43m", meaning="Not identified in 2015/16")

    assert (chip.value, chip.meaning, chip.as_at) == (
        "£43m",
        "Not identified in 2015/16",
        date(2014, 5, 6),
    )
    assert [(link.text, link.url) for link in chip.lineage] == [
        ("Plan: £43 (Report, para 5.2)", "/savings/"),
        ("By nobody", ""),
    ]
    assert [(s.value, s.paper, s.url, s.difference) for s in chip.stated] == [
        ("£45m", "The letter", "/papers/LETTER/", "+£2")
    ]
    assert chip.differs


@pytest.mark.parametrize("difference, is_compared", [(None, False), (Decimal(0), True)])
def test_shown_tells_the_same_from_nothing_to_compare(difference, is_compared):
    chip = shown(figure(difference))

    assert (chip.value, chip.differs) == ("£43", False)
    assert chip.stated[0].is_compared is is_compared


@pytest.mark.parametrize(
    "difference, unit, text",
    [
        (Decimal("0.37"), Unit.RATIO, "+0.37"),
        (Decimal(-2), Unit.GBP, "−£2"),
        (Decimal(1), Unit.SERVICES, "+1"),
        (Decimal(0), Unit.GBP, ""),
        (None, Unit.GBP, ""),
    ],
)
def test_difference_has_its_sign(difference, unit, text):
    assert signed(difference, unit) == text


def test_printed_figure_names_its_paper_and_place():
    assert printed_in_words(stated(None)) == "printed £45m (The letter, section 1)"
