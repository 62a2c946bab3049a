"""The commissioning cycle's standards and the workstreams with their timetable."""

from commissioning.models import CycleStandard, TimetableEntry, Workstream
from ftc.demo.loader.activities import PROGRAMME
from ftc.demo.loader.tables import Papers, add_missing, optional_date, rows
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity


def load(papers: Papers) -> None:
    """Load ``cycle_standards.csv`` and ``commissioning_workstreams.csv``."""
    add_missing(
        CycleStandard,
        ("stage", "title"),
        (
            CycleStandard(
                stage=row["stage"],
                kind=row["kind"],
                title=row["title"],
                is_inferred=row["mapping"] == "inferred",
                order=int(row["order"]),
                **papers.credit(row),
            )
            for row in rows("cycle_standards")
        ),
    )
    root = Activity.objects.get(code=PROGRAMME)
    entries = []
    for order, row in enumerate(rows("commissioning_workstreams"), start=1):
        workstream, _ = Workstream.objects.get_or_create(
            code=row["workstream_id"],
            defaults={
                "kind": ActivityKind.WORKSTREAM,
                "title": row["name"],
                "parent": root,
                "order": int(row["workstream_id"][1:]),
                "owner": row["owner"],
                **papers.credit(row),
            },
        )
        entries.append(
            TimetableEntry(
                workstream=workstream,
                step=row["milestone"],
                printed_date=row["date_text"],
                due_from=optional_date(row["due_from"]),
                due_to=optional_date(row["due_to"]),
                note=row["note"],
                order=order,
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
        )
    add_missing(TimetableEntry, ("workstream_id", "step"), entries)
