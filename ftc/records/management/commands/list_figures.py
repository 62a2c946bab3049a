"""``manage.py list_figures``: every figure with its parameters, as text or as the docs page."""

import inspect
import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ftc.records.figures import FigureDefinition, Parameter, definitions

INTRODUCTION = """\
# Figures

Every number that a page, a paper or another program may quote from the records, by its key.
`manage.py list_figures --markdown` prints this page; a test keeps the two alike.

Each is read as at a date and gives an exact value, its unit, the records it was read from, and
what papers printed of the same measure with the difference. What was not known on the date is
"not known", never 0; a note says why, or what a sum leaves out. Other programs read them at
`/api/v1/figures/{key}`.
"""


class Command(BaseCommand):
    help = "Lists every living figure with its parameters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--markdown", action="store_true", help="print docs/reference/figures.md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(figures_in_markdown(), ending="")
            return
        for figure in definitions():
            names = ", ".join(parameter.name for parameter in figure.parameters)
            self.stdout.write(f"{figure.key} ({names}): {figure.title}, in {figure.unit.label}")


def figures_in_markdown() -> str:
    """The reference page of figures: a section for each app, a heading for each figure."""
    lines = [INTRODUCTION]
    app = ""
    for figure in definitions():
        if figure.key.partition(".")[0] != app:
            app = figure.key.partition(".")[0]
            lines.append(f"## {app.capitalize()}\n")
        lines.append(_section(figure))
    return "\n".join(lines)


def _section(figure: FigureDefinition) -> str:
    said = [" ".join(part.split()) for part in _meaning(figure).split("\n\n") if part.strip()]
    lines = [f"### {figure.key}", "", f"{figure.title}. Unit: {figure.unit.label}.", ""]
    for paragraph in said:
        lines += [paragraph, ""]
    if figure.parameters:
        lines += ["| Parameter | Meaning | Values | |", "| --- | --- | --- | --- |"]
        lines += [_row(parameter) for parameter in figure.parameters]
        lines.append("")
    return "\n".join(lines)


def _meaning(figure: FigureDefinition) -> str:
    """What the function that reads it says of it, without the errors that only code meets."""
    return re.sub(r"Raises [^.]*\.\s*", "", inspect.getdoc(figure.compute) or "")


def _row(parameter: Parameter) -> str:
    values = ", ".join(f"`{choice}`" for choice in parameter.choices)
    need = "required" if parameter.required else ""
    if parameter.default is not None:
        need = f"default `{str(parameter.default).lower()}`"
    return f"| `{parameter.name}` | {parameter.description} | {values} | {need} |"
