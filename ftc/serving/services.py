"""The database and the broker of one FTC: given from outside, or our own on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ftc.serving.broker import Broker
from ftc.serving.data_folder import DataFolder
from ftc.serving.postgres import Postgres
from ftc.serving.supervisor import Supervisor


class Services:
    """Chooses each service once: an address in the environment, the wheel, or the system's."""

    def __init__(
        self, data: DataFolder, venv: Path, environ: Mapping[str, str], *, hasty: bool = False
    ) -> None:
        self.data = data
        self.given_database = environ.get("DATABASE_URL", "")
        self.given_broker = environ.get("REDIS_URL", "")
        self.postgres = None if self.given_database else Postgres(data, venv, hasty=hasty)
        self.broker = None if self.given_broker else Broker(data, venv)

    @property
    def database_url(self) -> str:
        return self.given_database if self.postgres is None else self.postgres.url

    @property
    def redis_url(self) -> str:
        return self.given_broker if self.broker is None else self.broker.url

    def start_database(self, supervisor: Supervisor) -> str:
        """Start PostgreSQL where it is ours. Returns what was done, in words."""
        if self.postgres is None:
            return "using DATABASE_URL"
        made = self.postgres.prepare()
        if made:  # a new cluster has neither schema nor demonstration, whatever was kept
            self.data.remember(schema=None, demonstration_loaded=None)
        supervisor.start(self.postgres.command(), self.postgres.is_ready, seconds=60)
        return f"PostgreSQL {self.postgres.major}" + (", new cluster" if made else "")

    def start_broker(self, supervisor: Supervisor) -> str:
        """Start the broker where it is ours. Returns what was done, in words."""
        if self.broker is None:
            return "using REDIS_URL"
        supervisor.start(self.broker.command(), self.broker.is_ready)
        return self.broker.program.name
