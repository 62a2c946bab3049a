"""``manage.py doctor``: every setting, where it came from, and what is wrong."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ftc import settings as deployment
from ftc.organisation import diagnosis


class Command(BaseCommand):
    help = "Print every setting and where it came from, and what is wrong with its remedy."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Settings")
        for setting in diagnosis.settings_in_force(deployment.ENVIRONMENT, os.environ):
            shown = setting.value or "(empty)"
            self.stdout.write(f"  {setting.name:<22} {shown}  [{setting.origin}] {setting.meaning}")
        findings = diagnosis.examine(timezone.now())
        self.stdout.write("Parts")
        for finding in findings:
            mark = "WRONG" if finding.is_wrong else "ok"
            self.stdout.write(f"  {mark:<6} {finding.part}: {finding.found}")
            if finding.is_wrong:
                self.stdout.write(f"         Remedy: {finding.remedy}")
        wrong = [finding.part for finding in findings if finding.is_wrong]
        if wrong:
            raise CommandError(f"Wrong: {', '.join(wrong)}.")
        self.stdout.write("Nothing is wrong.")
