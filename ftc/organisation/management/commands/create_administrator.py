"""``manage.py create_administrator USERNAME NAME``: the first real account."""

import getpass
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ftc.errors import DomainError
from ftc.organisation import actions
from ftc.organisation.enums import Role

PASSWORD_VARIABLE = "FTC_ADMIN_PASSWORD"


class Command(BaseCommand):
    help = (
        "Make an account with the role Administrator. The password is asked for, or read from "
        f"{PASSWORD_VARIABLE} or, with --password-stdin, from the first line of standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what they sign in with")
        parser.add_argument("name", help="as shown beside what they do, in quotation marks")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(
        self, *args: Any, username: str, name: str, password_stdin: bool, **options: Any
    ) -> None:
        password = read_password(from_stdin=password_stdin)
        try:
            user = actions.create_user(
                username=username,
                name=name,
                roles=[Role.ADMINISTRATOR],
                by=None,
                now=timezone.now(),
                password=password,
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} can sign in as {user.username} and manage users.")


def read_password(*, from_stdin: bool) -> str:
    """The password from standard input, the environment, or asked for twice, in this order."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        raise CommandError(f"Give the password in {PASSWORD_VARIABLE} or use --password-stdin.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise CommandError("The two passwords were not the same. Nothing was made.")
    return password
