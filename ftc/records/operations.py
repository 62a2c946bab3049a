"""An operation for first migrations."""

from typing import TYPE_CHECKING

from pgtrigger.migrations import AddTrigger

if TYPE_CHECKING:
    from django.db.migrations.state import ProjectState


class InstallTrigger(AddTrigger):
    """Install a trigger of a table whose CreateModel names it among its options already.

    The state is left alone, so that Django does not build the models of every app anew for each
    of some hundred triggers: migrating from empty takes half as long.
    """

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """The state has the trigger from the table's creation."""
