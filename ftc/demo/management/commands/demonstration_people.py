"""``manage.py demonstration_people``: who can sign in to the demonstration, and how."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ftc.organisation.models import User


class Command(BaseCommand):
    help = "Print the demonstration accounts and their password; nothing without a demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            return
        people = User.objects.filter(is_demonstration=True).order_by("pk")
        self.stdout.write("Demonstration people, from this machine only:")
        for user in people.prefetch_related("role_assignments"):
            self.stdout.write(f"  {user.username:<14} {user.role_names}")
        self.stdout.write(f"  password       {settings.DEMO_PASSWORD}")
