"""``manage.py load_demo``: load the real programme as a demonstration, once or again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ftc.demo import loader


class Command(BaseCommand):
    help = "Load the demonstration programme; running it again adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--beginning",
            action="store_true",
            help="without reviews and options, so that their story can be walked by hand",
        )

    def handle(self, *args: Any, beginning: bool, **options: Any) -> None:
        added = loader.load(beginning=beginning)
        for name, count in sorted(added.items()):
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(f"{sum(added.values())} rows added.")
