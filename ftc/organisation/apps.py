"""Django's registration of the organisation app."""

from typing import Any

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "ftc.organisation"
    label = "organisation"
    verbose_name = "Organisation"

    def ready(self) -> None:
        """Count the roles of an account as part of its history."""
        from ftc.organisation.models import RoleAssignment, User
        from ftc.records import history

        def roles_of(account: User, user: Any) -> Any:
            return RoleAssignment.objects.filter(user=account)

        history.register_parts(User, parts=(history.Part(RoleAssignment, of=roles_of),))
