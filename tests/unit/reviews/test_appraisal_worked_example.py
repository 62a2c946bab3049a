"""The worked example kept as a spreadsheet gives what our calculations give."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviews.calculations import appraisal

EXAMPLE = Path(__file__).parent / "appraisal_worked_example.xlsx"
PLACES = 9  # a spreadsheet keeps 15 digits


@pytest.fixture(scope="module")
def stored():
    """The workbook with the value that is stored beside each formula."""
    return load_workbook(EXAMPLE, data_only=True)


@pytest.fixture(scope="module")
def typed(stored):
    """Criteria, weights and marks as they were typed."""
    sheet = stored["Scores"]
    criteria = [cell.value for cell in sheet["B3:E3"][0]]
    weights = [_decimal(cell.value) for cell in sheet["B4:E4"][0]]
    marks = {row[0].value: [_decimal(cell.value) for cell in row[1:]] for row in sheet["A6:E10"]}
    return criteria, weights, marks


def test_worked_example_keeps_every_result_as_a_formula():
    formulas = load_workbook(EXAMPLE)

    results = [
        *(f"Scores!{column}{row}" for column in "FG" for row in range(6, 11)),
        *(
            f"Switching weights!{column}{row}"
            for column in "BCD"
            for start in (4, 14, 24, 34)
            for row in (start + 7, start + 8)
        ),
        *(f"Net present value!{column}{row}" for column in "GH" for row in range(9, 30, 5)),
    ]
    assert len(results) == 44
    for place in results:
        sheet, cell = place.split("!")
        assert str(formulas[sheet][cell].value).startswith("="), place


def test_worked_example_gives_the_same_scores_and_ranks(stored, typed):
    _, weights, marks = typed
    sheet = stored["Scores"]

    totals = appraisal.weighted_scores(marks, weights)

    rows = {row[0].value: row for row in sheet["A6:G10"]}
    assert {key: _rounded(total) for key, total in totals.items()} == {
        key: _decimal(row[5].value) for key, row in rows.items()
    }
    assert appraisal.ranks(totals) == {key: row[6].value for key, row in rows.items()}
    assert appraisal.ranks(totals)["Joint venture"] == appraisal.ranks(totals)["Contract out"] == 2


def test_worked_example_gives_the_same_switching_weights(stored, typed):
    criteria, weights, marks = typed
    sheet = stored["Switching weights"]

    found = appraisal.switching_weights(marks, weights)

    given = {}
    for start in (4, 14, 24, 34):
        options = list(sheet.iter_rows(start + 2, start + 6, values_only=True))
        given[sheet.cell(row=start, column=1).value] = [
            _from_sheet(
                sheet.cell(row=line, column=2).value,
                [row[0] for row in options if row[flag]],
                sheet.cell(row=line, column=4).value,
            )
            for line, flag in ((start + 7, 6), (start + 8, 7))
        ]
    assert {
        name: [_from_switch(switching.below), _from_switch(switching.above)]
        for name, switching in zip(criteria, found, strict=True)
    } == given
    assert given["Deliverability"][0][1:] == (("Joint venture", "Contract out"), False)
    assert given["Social value"] == [(Decimal(0), ("Contract out",), True), None]


def test_worked_example_gives_the_same_net_present_values(stored):
    sheet = stored["Net present value"]
    rate = _decimal(sheet["B2"].value)
    flows = {}
    for row in range(6, 31, 5):
        costs, benefits = (
            [_decimal(sheet.cell(row=row + line, column=column).value) for column in range(2, 7)]
            for line in (1, 2)
        )
        flows[row] = [benefit - cost for benefit, cost in zip(benefits, costs, strict=True)]

    for row, flow in flows.items():
        worth = appraisal.net_present_value(flow, rate)
        over = appraisal.net_present_value_over(flow, flows[6], rate)

        assert worth == _decimal(sheet.cell(row=row + 3, column=7).value)
        assert over == _decimal(sheet.cell(row=row + 3, column=8).value)


def _decimal(value):
    return Decimal(str(value))


def _rounded(exact):
    return appraisal.to_places(exact, PLACES).normalize() + Decimal(0)


def _from_sheet(weight, leading, how):
    if weight == "none":
        return None
    return (round(_decimal(weight), PLACES), tuple(leading), how == "draws level")


def _from_switch(switch):
    if switch is None:
        return None
    return (appraisal.to_places(switch.weight, PLACES), switch.leading, switch.only_level)
