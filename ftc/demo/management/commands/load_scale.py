"""``manage.py load_scale``: load reviews by the thousand into a demonstration, or take them out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ftc.demo import scale
from ftc.records.working_date import working_date


class Command(BaseCommand):
    help = "Load made-up reviews with ten milestones each, all marked as scale data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reviews", type=int, default=10_000, help="how many (10000)")
        parser.add_argument("--remove", action="store_true", help="take all scale data out again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["remove"]:
                removed = scale.remove_scale()
                self.stdout.write(f"{removed} rows of scale data removed.")
                return
            added = scale.load_scale(options["reviews"], on=working_date())
        except scale.ScaleRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{scale.count_scale()} reviews of scale data; {added} rows added.")
