"""The smallest valid standards of the commissioning cycle, and workstreams with steps."""

from datetime import date
from itertools import count

from commissioning.enums import CycleStage
from commissioning.models import CycleStandard, TimetableEntry, Workstream
from ftc.programme.enums import ActivityKind
from tests.factories.programme import make_source

KNOWN_ON = date(2014, 5, 6)

_numbers = count(1)


def make_commissioning_paper():
    return make_source("COMMISSIONING", known_on=KNOWN_ON)


def make_standard(stage=CycleStage.ANALYSE, title="", **fields):
    """A characteristic that a paper names and that is placed at a stage by inference."""
    number = next(_numbers)
    return CycleStandard.objects.create(
        **(
            {
                "stage": stage,
                "kind": "characteristic",
                "title": title or f"Standard {number}",
                "order": number,
                "source": make_commissioning_paper(),
            }
            | fields
        )
    )


def make_workstream(**fields):
    number = next(_numbers)
    return Workstream.objects.create(
        **(
            {
                "code": f"WS{number}",
                "kind": ActivityKind.WORKSTREAM,
                "title": f"Workstream {number}",
                "owner": "Policy function",
                "order": number,
                "source": make_commissioning_paper(),
                "source_ref": "para 6.11",
            }
            | fields
        )
    )


def make_step(workstream, step="Draft to Cabinet", **fields):
    """A step with a window of three months in the autumn of 2014."""
    return TimetableEntry.objects.create(
        **(
            {
                "workstream": workstream,
                "step": step,
                "printed_date": "autumn 2014",
                "due_from": date(2014, 9, 1),
                "due_to": date(2014, 11, 30),
                "order": next(_numbers),
                "effective_on": KNOWN_ON,
                "source": make_commissioning_paper(),
                "source_ref": "para 6.11",
            }
            | fields
        )
    )
