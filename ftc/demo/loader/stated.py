"""What papers printed: figures FTC computes too, and numbers nothing in the records can give."""

from urllib.parse import parse_qsl

from ftc.demo.loader.tables import Papers, Row, add_missing, optional_money, rows
from ftc.records.figures import definitions
from ftc.records.models import StatedFigure


def load(papers: Papers) -> None:
    """Load ``stated_figures.csv``, the stated savings, and the other printed numbers."""
    titles = {figure.key: figure.title for figure in definitions()}
    comparable = [
        StatedFigure(
            code=row["stated_id"],
            figure_key=row["figure_key"],
            params=dict(parse_qsl(row["params"])),
            measure=titles.get(row["figure_key"], row["figure_key"]),
            printed_text=row["printed_text"],
            low=optional_money(row["low"]),
            high=optional_money(row["high"]),
            unit=row["unit"],
            note=row["note"],
            source=papers[row["paper"]],
            source_ref=row["paragraph"],
        )
        for row in rows("stated_figures")
    ]
    savings = [
        StatedFigure(
            code=row["target_id"],
            measure=": ".join(part for part in (row["measure"], row["category"]) if part),
            printed_text=_printed(row),
            qualifier=row["qualifier_printed"],
            period=" to ".join(
                dict.fromkeys(p for p in (row["period_from"], row["period_to"]) if p)
            ),
            low=optional_money(row["low_gbp"]),
            high=optional_money(row["high_gbp"]),
            unit="GBP",
            note=row["note"],
            **papers.credit(row),
        )
        for row in rows("savings_targets")
        if row["use"] == "stated"
    ]
    others = [
        StatedFigure(
            code=row["stated_id"],
            measure=row["measure"],
            printed_text=row["printed_text"],
            qualifier=row["qualifier"],
            period=row["period"],
            low=optional_money(row["low"]),
            high=optional_money(row["high"]),
            unit=row["unit"],
            note=row["note"],
            **papers.credit(row),
        )
        for row in rows("other_stated_figures")
    ]
    add_missing(StatedFigure, "code", [*comparable, *savings, *others])


def _printed(row: Row) -> str:
    """The sum as a paper would print it, such as "£150m to £250m"."""
    bounds = dict.fromkeys(row[name] for name in ("low_gbp", "high_gbp") if row[name])
    return " to ".join(f"£{int(bound) / 1_000_000:g}m" for bound in bounds)
