"""What kinds of documents there are: each app registers the builder of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ftc.records.enums import DocumentKind
from ftc.records.figures import Figure


class Report(Protocol):
    """What a builder gives: a frozen dataclass of plain values, with the figures it quotes."""

    @property
    def title(self) -> str: ...

    @property
    def figures(self) -> tuple[Figure, ...]: ...


Builder = Callable[..., Report]


@dataclass(frozen=True)
class KindDefinition:
    """A kind of document: its name, the start of its codes, its builder and its templates.

    ``template`` prints it whole; ``body`` is the part that a preview shows in a page.

    ``classify(params)`` gives the classification of a document of these parameters, as fields; a
    kind without it is internal until it is published. ``is_chosen`` is False for a kind that is
    asked for on the page of its subject, and so is not offered where reports are chosen.

    ``build(as_at=, user=, **params)`` reads the records once and gives the report; ``title`` says
    what a document of these parameters is called before it has been drawn.
    """

    kind: DocumentKind
    name: str
    description: str
    prefix: str
    template: str
    body: str
    build: Builder
    title: Callable[[Mapping[str, str]], str]
    classify: Callable[[Mapping[str, str]], Mapping[str, Any]] | None = None
    is_chosen: bool = True


_KINDS: dict[str, KindDefinition] = {}


def register_kind(definition: KindDefinition) -> KindDefinition:
    """Offer a kind of document. Raises RuntimeError when the kind is offered twice."""
    if definition.kind in _KINDS:
        raise RuntimeError(f"The document kind {definition.kind} is registered twice.")
    _KINDS[definition.kind] = definition
    return definition


def kind_definition(kind: str) -> KindDefinition:
    """The registered kind; KeyError is a bug of the caller."""
    return _KINDS[kind]


def kind_definitions() -> list[KindDefinition]:
    """Every kind that is chosen from the list of reports, by name."""
    chosen = [definition for definition in _KINDS.values() if definition.is_chosen]
    return sorted(chosen, key=lambda definition: definition.name)


def build_report(
    *, kind: str, as_at: date | None, params: Mapping[str, str], user: object = None
) -> Report:
    """Build the report of ``kind`` from the records as at ``as_at`` for ``user``.

    Without a user it holds what may be printed publicly.
    """
    return kind_definition(kind).build(as_at=as_at, user=user, **params)
