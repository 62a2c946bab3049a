"""Tokens of other programs: how one is made, known again and refused."""

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import ApiToken, User

PREFIX = "ftc_"


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(*, user: User, now: datetime) -> str:
    """Make a token for ``user`` and give it; it is shown once, and only its digest is kept."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, digest=digest_of(token), created_at=now)
    return token


def user_of(token: str, *, today: date) -> User | None:
    """The user of a token that may still be used, with roles at hand; None for any other.

    Writes once a day that the token is in use.
    """
    known = (
        ApiToken.objects.usable()
        .filter(digest=digest_of(token))
        .select_related("user")
        .prefetch_related("user__role_assignments")
        .first()
    )
    if known is None:
        return None
    if known.last_used_on != today:
        ApiToken.objects.filter(pk=known.pk).update(last_used_on=today)
    return known.user
