"""``manage.py load_demo``: load the real programme as a demonstration, once or again."""

from typing import Any

from django.core.management.base import BaseCommand

from ftc.demo import loader


class Command(BaseCommand):
    help = "Load the demonstration programme; running it again adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        added = loader.load()
        for name, count in sorted(added.items()):
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(f"{sum(added.values())} rows added.")
