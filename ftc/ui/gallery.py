"""The gallery of components: every one with its parameters and the states it can be in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString

from ftc.ui.gallery_examples import EXAMPLES, ExampleForm

_COMMENT = re.compile(r"\{% comment %\}(.*?)\{% endcomment %\}|\{#(.*?)#\}", re.DOTALL)


@dataclass(frozen=True)
class ShownExample:
    """One state of a component, drawn."""

    title: str
    html: SafeString


@dataclass(frozen=True)
class ShownComponent:
    """A component: its name, the comment naming its parameters, its states."""

    name: str
    parameters: str
    examples: list[ShownExample]

    @property
    def is_small(self) -> bool:
        """Small ones stand side by side."""
        return self.name in {"button", "money", "rag", "stat", "tag"}


def names() -> list[str]:
    """Every component there is a template for, in alphabetical order."""
    folder = Path(str(get_template("_components/button.html").origin)).parent  # type: ignore[attr-defined]
    return sorted(path.stem for path in folder.glob("*.html"))


def context(request: HttpRequest) -> dict[str, Any]:
    """Context of the gallery page: components, and a form empty and refused."""
    refused = ExampleForm(ExampleForm.REFUSED, prefix="refused")
    return {
        "components": list(_shown(request)),
        "form_example": ExampleForm(prefix="empty"),
        "refused_form": refused,
        "council_colour": settings.COUNCIL_COLOUR,
    }


def parameters(name: str) -> str:
    """The comment at the head of a component, which names its parameters."""
    source = get_template(f"_components/{name}.html").template.source  # type: ignore[attr-defined]
    found = _COMMENT.match(source)
    if not found:
        raise ValueError(f"_components/{name}.html must open with a comment on its parameters.")
    return " ".join((found[1] or found[2]).split())


def _shown(request: HttpRequest) -> Iterator[ShownComponent]:
    for name in names():
        yield ShownComponent(
            name=name,
            parameters=parameters(name),
            examples=[
                ShownExample(title, _drawn(name, values, request))
                for title, values in EXAMPLES.get(name, [])
            ],
        )


def _drawn(name: str, values: Mapping[str, Any], request: HttpRequest) -> SafeString:
    return render_to_string(f"_components/{name}.html", {**values, "request": request})
