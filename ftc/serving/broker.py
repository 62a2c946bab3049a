"""Our own broker: Valkey or Redis on a unix socket, with a password and an append-only file."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from ftc.serving import binaries
from ftc.serving.data_folder import DataFolder
from ftc.serving.processes import Command

SOCKET_NAME = "valkey.sock"


class Broker:
    """One broker in ``<data>/broker`` and the program that serves it."""

    def __init__(self, data: DataFolder, venv: Path) -> None:
        self.data = data
        found = binaries.find_broker(venv)
        folder = binaries.reachable(
            found.parent, venv, binaries.BROKER_PARTS, account=data.account, copies=data.binaries
        )
        self.program = folder / found.name
        self.log = data.logs / "broker.log"

    @property
    def socket(self) -> Path:
        return self.data.runtime() / SOCKET_NAME

    @property
    def url(self) -> str:
        """The broker's address, in the form redis-py's ``from_url`` takes."""
        return f"unix://:{self.data.settings()['broker_password']}@{self.socket}?db=0"

    def configuration(self) -> str:
        """What the server reads from its standard input: its arguments show no password."""
        return "\n".join([
            "port 0",
            f'unixsocket "{self.socket}"',
            "unixsocketperm 700",
            "dir .",  # it is started in its folder, whose path may hold anything
            f"requirepass {self.data.settings()['broker_password']}",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            "daemonize no",
            "loglevel notice",
            "",
        ])  # fmt: skip

    def command(self) -> Command:
        """How the supervisor starts it; on SIGTERM it writes its file and ends."""
        self.data.prepare_broker()
        return Command(
            name="Broker",
            arguments=[str(self.program), "-"],
            environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            log=self.log,
            folder=self.data.broker,
            account=self.data.account,
            stdin=self.configuration().encode(),
            on_orphaned=signal.SIGTERM,
            forget=(self.socket,),
        )

    def is_ready(self, pid: int) -> bool:
        """True once it answers a PING; while it loads its file it says LOADING."""
        password = self.data.settings()["broker_password"]
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    received = connection.recv(200)
                    if not received:
                        return False
                    answer += received
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
