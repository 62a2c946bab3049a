"""``manage.py create_token USER``: a token with which another program calls the API."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ftc.organisation.models import User
from ftc.organisation.tokens import create_token


class Command(BaseCommand):
    help = "Make a token for the API and print it on the last line; only its SHA-256 is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="username of the account the token acts for")

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        account = User.objects.filter(username=user).first()
        if account is None:
            known = ", ".join(User.objects.order_by("pk").values_list("username", flat=True)[:20])
            raise CommandError(f"There is no user called {user}. There are: {known or 'none'}.")
        if not account.is_active:
            raise CommandError(f"The account {user} is closed.")
        self.stdout.write(f"A token of {account}. It is shown once; send it with every request as")
        self.stdout.write("Authorization: Bearer followed by a space and the token:")
        self.stdout.write(create_token(user=account, now=timezone.now()))
