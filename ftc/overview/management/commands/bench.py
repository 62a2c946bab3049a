"""``manage.py bench pages``: what each page costs, and how that compares in the same run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from ftc.organisation.models import User
from ftc.overview import bench


class Command(BaseCommand):
    help = "Measure pages of the demonstration; prints p50, p95, CPU and ratios to a minimal page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["pages"])
        parser.add_argument("--requests", type=int, default=60, help="requests a page")

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(username="officer", is_demonstration=True).exists():
            raise CommandError("The benchmark needs the demonstration: run load_demo first.")
        with override_settings(ROOT_URLCONF="ftc.overview.bench_urls"):
            measured = bench.measure_pages(options["requests"])
        base = measured[0]
        self.stdout.write(f"{options['requests']} requests a page, one process, in turns")
        self.stdout.write(
            f"{'page':<16}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'queries':>9}"
            f"{'p50 ratio':>11}{'CPU ratio':>11}"
        )
        for row in measured:
            times = f"{row.p50_ms:>8.1f}{row.p95_ms:>8.1f}{row.cpu_ms:>8.1f}{row.queries:>9}"
            ratios = f"{row.p50_ms / base.p50_ms:>11.2f}{row.cpu_ms / base.cpu_ms:>11.2f}"
            self.stdout.write(f"{row.name:<16}{times}{ratios}")
