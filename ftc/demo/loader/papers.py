"""The register of papers."""

from datetime import date

from ftc.demo.loader.tables import add_missing, optional_date, rows
from ftc.records.models import SourcePaper


def load() -> None:
    """Load ``papers.csv``."""
    add_missing(
        SourcePaper,
        "code",
        (
            SourcePaper(
                code=row["paper"],
                title=row["title"],
                body_code=row["body_code"],
                meeting_on=date.fromisoformat(row["meeting_date"]),
                published_on=optional_date(row["published_on"]),
                kind=row["kind"],
            )
            for row in rows("papers")
        ),
    )
