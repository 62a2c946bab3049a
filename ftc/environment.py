"""Every setting that comes from the environment, typed, with what it means; nothing else."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The settings of one deployment; names are read case-insensitively from the environment.

    A missing required setting stops start-up with its name.
    """

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True, frozen=True)

    database_url: SecretStr = Field(alias="DATABASE_URL", description="PostgreSQL 15 or newer")
    redis_url: SecretStr = Field(alias="REDIS_URL", description="Redis or Valkey: broker and cache")
    secret_key: SecretStr = Field(alias="FTC_SECRET_KEY", description="signs sessions and tokens")
    debug: bool = Field(False, alias="FTC_DEBUG", description="never on where people work")
    allowed_hosts: str = Field(
        "127.0.0.1,localhost,[::1]", alias="FTC_ALLOWED_HOSTS", description="comma separated"
    )
    trusted_origins: str = Field(
        "", alias="FTC_TRUSTED_ORIGINS", description="https origins behind a proxy, comma separated"
    )
    behind_https: bool = Field(
        False, alias="FTC_BEHIND_HTTPS", description="the site is reached by https through a proxy"
    )
    media_root: Path = Field(
        Path("build/media"), alias="FTC_MEDIA_ROOT", description="uploads and documents"
    )
    static_root: Path = Field(
        Path("build/static"), alias="FTC_STATIC_ROOT", description="collected static files"
    )
    council_name: str = Field(
        "Kent County Council", alias="FTC_COUNCIL_NAME", description="shown on every page"
    )
    programme_name: str = Field(
        "Facing the Challenge", alias="FTC_PROGRAMME_NAME", description="shown on every page"
    )
    council_colour: str = Field(
        "#1d4f76", alias="FTC_COUNCIL_COLOUR", description="header and buttons, as #rrggbb"
    )
    demonstration: bool = Field(
        False,
        alias="FTC_DEMONSTRATION",
        description="demonstration accounts may sign in, from this machine only",
    )
    demo_password: SecretStr = Field(
        SecretStr(""), alias="FTC_DEMO_PASSWORD", description="of the demonstration accounts"
    )
    working_date: date | None = Field(
        None,
        alias="FTC_WORKING_DATE",
        description="the day a demonstration stands on; empty means today",
    )
    log_level: str = Field("INFO", alias="FTC_LOG_LEVEL", description="DEBUG, INFO, WARNING, ERROR")
    upload_limit_mb: int = Field(20, alias="FTC_UPLOAD_LIMIT_MB", description="largest upload")
    discount_rate: Decimal = Field(
        Decimal("3.5"),
        alias="FTC_DISCOUNT_RATE",
        ge=0,
        le=20,
        decimal_places=2,
        description="percent a year by which a new options appraisal discounts; the Green Book's",
    )

    @field_validator("working_date", mode="before")
    @classmethod
    def _empty_is_today(cls, value: object) -> object:
        return None if value == "" else value

    def host_list(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    def database(self) -> dict[str, object]:
        """Django's database settings from ``postgresql://user:password@host:port/name?host=/dir``."""
        url = urlsplit(self.database_url.get_secret_value())
        if url.scheme not in {"postgresql", "postgres"}:
            raise ValueError("DATABASE_URL must start with postgresql://")
        query = parse_qs(url.query)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.get("host", [unquote(url.hostname or "")])[0],
            "PORT": query.get("port", [str(url.port or "")])[0],
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5, "application_name": "ftc"},
        }

    def celery_broker(self) -> str:
        """The broker address in Celery's spelling; sockets are ``redis+socket://``."""
        address = self.redis_url.get_secret_value()
        if not address.startswith("unix://"):
            return address
        url = urlsplit(address)
        database = parse_qs(url.query).get("db", ["0"])[0]
        password = f":{url.password}@" if url.password else ""
        return f"redis+socket://{password}{url.path}?virtual_host={database}"
