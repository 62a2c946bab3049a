"""Migrating an empty database in a third of the time, for first starts and for tests.

Django draws every model related to a changed one again after each operation. All our models
are related, through their history, so the work grows with the square of their number. Where
nothing refers to a new model yet it is enough to draw that one, and a trigger changes no model
at all. The schema that results is the same, which a test compares; a database with data in it
is always migrated by Django's own way.
"""

from __future__ import annotations

import sys
from typing import Any


def install() -> None:
    """Put the two shortcuts in place for this process. Doing it twice does no harm."""
    import pgtrigger.migrations
    from django.db.migrations.state import ProjectState

    ProjectState.add_model = _add_model  # type: ignore[assignment,method-assign]
    pgtrigger.migrations.AddTrigger.state_forwards = _add_trigger  # type: ignore[assignment,method-assign]


def _add_model(state: Any, model_state: Any) -> None:
    """ProjectState.add_model, drawing the new model alone unless others wait for it."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        if key in state.apps._pending_operations:
            state.reload_model(*key)
        else:
            state.apps.render_multiple([model_state])


def _add_trigger(operation: Any, app_label: str, state: Any) -> None:
    """AddTrigger.state_forwards without drawing any model again."""
    options = state.models[app_label, operation.model_name].options
    options["triggers"] = [*options.get("triggers", []), operation.trigger]


def pytest_configure(config: object) -> None:
    """As a pytest plugin (``-p ftc.serving.quick_migrations``): make test databases this way."""
    install()


def main() -> None:
    """``python -m ftc.serving.quick_migrations migrate ...``: manage.py with the shortcuts."""
    from django.core.management import execute_from_command_line

    install()
    execute_from_command_line(["manage.py", *sys.argv[1:]])


if __name__ == "__main__":
    main()
