"""Keeps a set of children running: starts them in order, brings them back, stops them in order."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ftc.serving import processes
from ftc.serving.console import ServingError, event
from ftc.serving.processes import Command

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
SETTLED_AFTER = 30.0
TOO_SHORT = 5.0
POLL_SECONDS = 0.1


@dataclass
class Part:
    """One child under supervision, with its back-off."""

    command: Command
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause: float = SHORTEST_PAUSE
    restarts: int = 0
    ready: Callable[[int], bool] = field(default=lambda pid: True)

    @property
    def pid(self) -> int | None:
        return self.child.pid if self.child is not None else None


class Supervisor:
    """Parts in the order they were started; the order to stop them is the reverse, or as given."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.on_change: Callable[[], None] = lambda: None

    def start(
        self, command: Command, ready: Callable[[int], bool], *, seconds: float = 30.0
    ) -> Part:
        """Start a part and wait until it is ready; raise with its last words when it is not."""
        part = self.add(command)
        part.ready = ready
        deadline = time.monotonic() + seconds
        assert part.child is not None
        while not ready(part.child.pid):
            status = part.child.poll()
            if status is not None:
                raise ServingError(
                    f"{command.name} ended at its start ({describe_status(status)}). "
                    f"{processes.last_words(command.log)}",
                    "Read the log; then start again.",
                    command.log,
                )
            if time.monotonic() > deadline:
                raise ServingError(
                    f"{command.name} did not answer within {seconds:.0f} seconds. "
                    f"{processes.last_words(command.log)}",
                    "Read the log; then start again.",
                    command.log,
                )
            time.sleep(0.02)
        return part

    def add(self, command: Command) -> Part:
        """Start a part without waiting for it."""
        part = Part(command)
        self.parts.append(part)
        self._spawn(part)
        return part

    def tend(self) -> None:
        """One round: notice what ended, and start again what is due."""
        changed = False
        for part in self.parts:
            if part.child is not None and part.child.poll() is not None:
                self._note_end(part)
            if part.child is None and time.monotonic() >= part.restart_at:
                try:
                    self._spawn(part)
                except ServingError as problem:
                    self._put_off(part)
                    event(f"{part.command.name} could not be started: {problem.cause}")
                else:
                    part.restarts += 1
                    changed = True
                    event(f"{part.command.name} started again (pid {part.pid}).")
        if changed:
            self.on_change()

    def tend_until_stopped(self) -> None:
        """Tend for ever; a signal's StopRequested ends it."""
        while True:
            self.tend()
            time.sleep(POLL_SECONDS)

    def stop_all(self, *, announce: bool = True) -> None:
        """Stop the parts, last started first."""
        for part in reversed(self.parts):
            if part.child is None:
                continue
            seconds = processes.stop(part.child, part.command)
            part.child = None
            if announce:
                event(f"{part.command.name} stopped ({seconds:.1f} s).")
        self.parts.clear()

    def _spawn(self, part: Part) -> None:
        part.child = processes.spawn(part.command)
        part.started_at = time.monotonic()

    def _note_end(self, part: Part) -> None:
        assert part.child is not None
        status = part.child.returncode
        processes.kill_session(part.child.pid)
        part.child = None
        lived = time.monotonic() - part.started_at
        if lived > SETTLED_AFTER:
            part.pause = SHORTEST_PAUSE
        part.restart_at = time.monotonic() + part.pause
        event(
            f"{part.command.name} ended ({describe_status(status)}); "
            f"starting it again in {part.pause:.1f} s. Log: {part.command.log}"
        )
        if lived < TOO_SHORT and status > 0:
            event(f"  Its last words: {processes.last_words(part.command.log, lines=1)}")
        part.pause = min(part.pause * 2, LONGEST_PAUSE)

    def _put_off(self, part: Part) -> None:
        part.restart_at = time.monotonic() + part.pause
        part.pause = min(part.pause * 2, LONGEST_PAUSE)


def describe_status(status: int) -> str:
    """How a child ended, for people: an exit code, or the signal that ended it."""
    return f"signal {-status}" if status < 0 else f"exit code {status}"
