from datetime import date

import pytest
from django.db import IntegrityError

from commissioning.enums import CycleStage
from tests.factories.commissioning import make_standard, make_step, make_workstream

pytestmark = pytest.mark.django_db


def test_standard_is_of_a_known_stage():
    with pytest.raises(IntegrityError, match="commissioning_cyclestandard_stage_is_known"):
        make_standard("OTHER")


def test_standard_stands_once_at_a_stage():
    make_standard(CycleStage.DO, "Procurement")
    make_standard(CycleStage.PLAN, "Procurement")

    with pytest.raises(IntegrityError, match="commissioning_cyclestandard_once_a_stage"):
        make_standard(CycleStage.DO, "Procurement")


def test_step_stands_once_in_a_workstream():
    workstream = make_workstream()
    make_step(workstream)

    with pytest.raises(IntegrityError, match="commissioning_timetableentry_step_once"):
        make_step(workstream)


@pytest.mark.parametrize(
    "window",
    [
        {"due_from": date(2014, 12, 1)},
        {"due_from": None},
        {"due_to": None},
    ],
)
def test_window_has_two_ends_in_order(window):
    with pytest.raises(IntegrityError, match="commissioning_timetableentry_window_in_order"):
        make_step(make_workstream(), **window)
