"""``manage.py bench pages`` and ``bench reviews``: what pages cost, compared in the same run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from ftc.organisation.models import User
from ftc.overview import bench, bench_reviews
from reviews.models import Review


class Command(BaseCommand):
    help = "Measure pages of the demonstration, or the views of reviews at 100 and at 10,000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["pages", "reviews"])
        parser.add_argument("--requests", type=int, default=60, help="requests a page")
        parser.add_argument("--few", type=int, default=bench_reviews.FEW)
        parser.add_argument("--many", type=int, default=bench_reviews.MANY)

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(username="officer", is_demonstration=True).exists():
            raise CommandError("The benchmark needs the demonstration: run load_demo first.")
        if options["what"] == "pages":
            self._pages(options["requests"])
        else:
            self._reviews(options["requests"], options["few"], options["many"])

    def _pages(self, requests: int) -> None:
        with override_settings(ROOT_URLCONF="ftc.overview.bench_urls"):
            measured = bench.measure_pages(requests)
        base = measured[0]
        self.stdout.write(f"{requests} requests a page, one process, in turns")
        self.stdout.write(
            f"{'page':<16}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'queries':>9}"
            f"{'p50 ratio':>11}{'CPU ratio':>11}"
        )
        for row in measured:
            times = f"{row.p50_ms:>8.1f}{row.p95_ms:>8.1f}{row.cpu_ms:>8.1f}{row.queries:>9}"
            ratios = f"{row.p50_ms / base.p50_ms:>11.2f}{row.cpu_ms / base.cpu_ms:>11.2f}"
            self.stdout.write(f"{row.name:<16}{times}{ratios}")

    def _reviews(self, requests: int, few: int, many: int) -> None:
        if Review.objects.filter(code=bench_reviews.REVIEW).exists():
            raise CommandError(
                "There is scale data already: take it out first with load_scale --remove."
            )
        with override_settings(ROOT_URLCONF="ftc.overview.bench_urls"):
            compared = bench_reviews.compare_reviews(
                requests, few=few, many=many, say=self.stdout.write
            )
        self.stdout.write(
            f"{requests} requests a page, one process, in turns; undone afterwards. Steady is the "
            "ratio beside a minimal page, as the machine may be busier at one time than the other."
        )
        self.stdout.write(
            f"{'page':<18}{f'p50 ms {few}':>14}{f'p50 ms {many}':>14}{'ratio':>7}{'steady':>8}"
            f"{f'queries {few}':>13}{f'queries {many}':>15}  at most {bench_reviews.MOST}"
        )
        for row in compared:
            times = f"{row.few.p50_ms:>14.1f}{row.many.p50_ms:>14.1f}{row.ratio:>7.2f}"
            times += f"{row.steady_ratio:>8.2f}"
            queries = f"{row.few.queries:>13}{row.many.queries:>15}"
            said = "yes" if row.is_within else "NO"
            self.stdout.write(f"{row.few.name:<18}{times}{queries}  {said}")
