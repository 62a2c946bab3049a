"""What a person sees: numbered steps with their time, events, and failures that say what to do."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ServingError(Exception):
    """Something that stops a start, told as a cause and a remedy.

    ``log`` names the file with the details, where there is one.
    """

    def __init__(self, cause: str, remedy: str = "", log: Path | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.log = log


class StopRequested(BaseException):
    """The user asked FTC to stop (Ctrl-C, SIGTERM or SIGHUP)."""


def say(text: str = "") -> None:
    """Print one line at once; when nobody reads any more, go on in silence."""
    write(f"{text}\n")


def write(text: str) -> None:
    """Write to the screen at once. A reader that has gone away must not stop the services."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # a closed pipe, or a terminal that was closed
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def event(text: str) -> None:
    """Print one line with the time of day, for what happens after the start."""
    say(f"{time.strftime('%H:%M:%S')} {text}")


def describe_failure(error: ServingError, *, step: str = "") -> str:
    """Tell a failure in the order a reader needs: the step, the cause, the remedy, the log."""
    lines = [f"{step} failed." if step else "FTC did not start."]
    lines.append(f"  Cause:  {error.cause}")
    if error.remedy:
        lines.append(f"  Remedy: {error.remedy}")
    if error.log is not None and error.log.exists():
        lines.append(f"  Log:    {error.log}")
    return "\n".join(lines)


class Steps:
    """Numbers the steps of a start and prints how long each took.

    On a terminal the line of a running step is kept up to date by ``tick``;
    elsewhere each step is one line when it begins and one word when it ends.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0
        self.title = ""
        self.note = ""
        self.begun = 0.0
        self._warnings: list[str] = []
        self._live = sys.stdout.isatty()

    @contextmanager
    def step(self, title: str) -> Iterator[Steps]:
        """Print a step around the work of its block; a failure inside keeps the step's name."""
        self.number += 1
        self.title, self.note, self.begun = title, "", time.monotonic()
        write(f"[{self.number}/{self.total}] {title} ... ")
        try:
            yield self
        except ServingError:
            say(f"failed ({self.seconds:.1f} s)")
            raise
        except BaseException:
            say("stopped")
            raise
        lead = f"\r[{self.number}/{self.total}] {title} ... " if self._live else ""
        say(f"{lead}{self.note or 'done'} ({self.seconds:.1f} s)        ".rstrip())
        for warning in self._warnings:
            say(f"      {warning}")
        self._warnings.clear()

    @property
    def seconds(self) -> float:
        """Seconds since the running step began."""
        return time.monotonic() - self.begun

    @property
    def name(self) -> str:
        """The running step, as a failure names it."""
        return f"Step {self.number} of {self.total} ({self.title})"

    def tick(self) -> None:
        """Show on a terminal that the running step is still at work."""
        if self._live:
            lead = f"\r[{self.number}/{self.total}] {self.title} ..."
            write(f"{lead} {self.seconds:.0f} s ")

    def warn(self, text: str) -> None:
        """Keep a line to print under the running step once it has ended."""
        self._warnings.append(text)
