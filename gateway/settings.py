"""Every setting of the project, from the environment or `.env`: checked at start, refused by name when wrong or unknown."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfoNotFoundError

import phonenumbers
from dotenv import dotenv_values
from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.hours import Hours
from gateway.sealing import is_key

PREFIX = "CRG_"
ROOT = Path(__file__).resolve().parent.parent
Port = Annotated[int, Field(ge=1, le=65535)]
# Words that the guide passes on to visitors, as one line.
OwnersWords = Annotated[str, AfterValidator(lambda words: " ".join(words.split()))]


def _owners_words(subject: str) -> Any:
    """A setting that visitors read, short enough for a chat."""
    about = f"{subject}, in the owner's words for visitors, at most 600 characters. Unset: the guide says that it does not know."
    return Field("", max_length=600, description=about)


class SettingsRefused(ValueError):
    """A setting is wrong or unknown; the text names it and says what to do."""


class Settings(BaseSettings):
    """The settings; each is read from ``CRG_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore")

    host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    port: Port = Field(8080, description="Port of the page, the widget and the API.")
    guide_port: Port = Field(5005, description="Port of the guide (Rasa), always on 127.0.0.1.")
    actions_port: Port = Field(5055, description="Port of the action server, always on 127.0.0.1.")
    guide_url: str | None = Field(None, description="Where the guide is, when not on this machine.")
    data_dir: str = Field("var", description="Folder of the two SQLite files, relative to the project or absolute.")
    database_url: str | None = Field(None, description="SQLAlchemy URL of the gateway's store instead of SQLite.")
    tracker_database_url: str | None = Field(None, description="SQLAlchemy URL of the guide's tracker store instead of SQLite.")
    public_url: str | None = Field(None, description="Address under which visitors and representatives reach the gateway.")
    channel_secret: str = Field("", description="Secret between gateway and guide. `make run` makes one a start when unset.")
    site_name: str = Field("Couples Rehab Guide", description="Name of the site, as the visitor reads it.")
    company_phone: str | None = Field(None, description="The company's phone in E.164, such as +15551234567. Unset: not known.")
    company_hours: str | None = Field(None, description="When a representative can be reached, in words. Unset: not known.")
    prices: OwnersWords = _owners_words("What treatment costs")
    who_pays: OwnersWords = _owners_words("How the company is paid and by whom")
    privacy_text: OwnersWords = _owners_words("What becomes of a visitor's data")
    consultation: OwnersWords = _owners_words("What happens in the free consultation")
    addresses: OwnersWords = _owners_words("Where the company is")
    policy_url: str | None = Field(None, description="Address of the site's privacy policy.")
    exit_url: str = Field("https://www.weather.gov/", description="Neutral page that the quick exit leads to.")
    keep_days: Annotated[int, Field(ge=1, le=365)] = Field(30, description="Days after which a conversation is erased.")
    embed_origins: str = Field("", description="Sites that may embed the widget: origins, separated by commas.")
    slow_after_s: Annotated[float, Field(gt=0)] = Field(
        8, description="Seconds without an answer after which the visitor is told."
    )
    give_up_after_s: Annotated[float, Field(gt=0)] = Field(
        600, description="Seconds after which a message is given up, and the visitor told."
    )
    messages_a_minute: Annotated[int, Field(ge=1)] = Field(30, description="Messages a conversation may send in a minute.")
    conversations_an_hour: Annotated[int, Field(ge=1)] = Field(60, description="Conversations an address may begin in an hour.")
    desk_hours: str = Field(
        "", description="When representatives work, such as `Mon-Fri 09:00-17:00; Sat 10:00-14:00`. Unset: whenever one is there."
    )
    desk_zone: str = Field("America/New_York", description="Time zone of those hours.")
    desk_holidays: str = Field("", description="Days that are closed, such as `2026-12-25, 2027-01-01`.")
    parallel_most: Annotated[int, Field(ge=1)] = Field(3, description="Conversations that a representative may have at once.")
    long_wait_s: Annotated[float, Field(gt=0)] = Field(
        300, description="Seconds in the queue after which a visitor is told that it takes long."
    )
    gone_after_s: Annotated[float, Field(gt=0, le=50)] = Field(
        40, description="Seconds without a sign of a representative's page after which they are gone, and visitors told."
    )
    alert_after_s: Annotated[float, Field(ge=0)] = Field(
        20, description="Seconds that somebody may wait before word is sent out by webhook and e-mail."
    )
    webhook_url: str | None = Field(None, description="Address that is told when somebody waits. Unset: none.")
    webhook_secret: str = Field("", description="Secret that the webhook is signed with.")
    alert_email_to: str = Field("", description="E-mail addresses that are told when somebody waits, separated by commas.")
    smtp_host: str = Field("", description="Mail server.")
    smtp_port: Port = Field(587, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="`starttls`, `tls` or `none`.")
    smtp_user: str = Field("", description="User name at the mail server.")
    smtp_password: str = Field("", description="Password at the mail server.")
    smtp_from: str = Field("", description="E-mail address that alerts come from.")
    callback_key: str = Field(
        "", description="Fernet key that callbacks are encrypted with. Unset: a key in `callback.key` in the data folder."
    )
    callback_days: Annotated[int, Field(ge=1, le=60)] = Field(14, description="Days ahead for which a callback can be asked.")
    phone_region: str = Field("US", description="Country in which a phone number without a country code is meant.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR. No level logs what was said.")

    @field_validator("company_phone")
    @classmethod
    def _phone(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"\+[1-9]\d{7,14}", value):
            raise ValueError("must be a phone number in E.164, such as +15551234567")
        return value or None

    @field_validator("exit_url", "policy_url", "guide_url", "public_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not re.match(r"https?://", value):
            raise ValueError("must begin with https:// or http://")
        return value or None

    @model_validator(mode="after")
    def _hours(self) -> Settings:
        try:
            Hours.read(self.desk_hours, self.desk_zone, self.desk_holidays)
        except (ValueError, ZoneInfoNotFoundError) as problem:
            raise ValueError(f"CRG_DESK_HOURS, CRG_DESK_ZONE, CRG_DESK_HOLIDAYS: {problem}") from problem
        return self

    @model_validator(mode="after")
    def _alerts(self) -> Settings:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("CRG_WEBHOOK_SECRET: must be set where CRG_WEBHOOK_URL is")
        if self.alert_email_to and not (self.smtp_host and self.smtp_from):
            raise ValueError("CRG_SMTP_HOST and CRG_SMTP_FROM: must be set where CRG_ALERT_EMAIL_TO is")
        return self

    @property
    def hours(self) -> Hours:
        """When representatives work."""
        return Hours.read(self.desk_hours, self.desk_zone, self.desk_holidays)

    @field_validator("callback_key")
    @classmethod
    def _key(cls, value: str) -> str:
        if value and not is_key(value):
            raise ValueError("must be a Fernet key: 32 bytes in URL-safe base64")
        return value

    @field_validator("phone_region")
    @classmethod
    def _region(cls, value: str) -> str:
        if value not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError("must be a country in two letters, such as US")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        for origin in filter(None, (part.strip() for part in value.split(","))):
            if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", origin):
                raise ValueError(f"{origin!r} is not an origin such as https://example.org")
        return value

    @property
    def origins(self) -> list[str]:
        """The sites that may embed the widget."""
        return [part.strip() for part in self.embed_origins.split(",") if part.strip()]

    @property
    def address(self) -> str:
        """Where people reach the gateway."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether people reach the gateway over TLS."""
        return self.address.startswith("https:")

    @property
    def folder(self) -> Path:
        """The data folder, absolute."""
        return ROOT / self.data_dir

    @property
    def store_url(self) -> str:
        """The store's SQLAlchemy URL."""
        return self.database_url or f"sqlite+aiosqlite:///{self.folder / 'gateway.db'}"

    @property
    def guide_address(self) -> str:
        """Where the guide answers."""
        return (self.guide_url or f"http://127.0.0.1:{self.guide_port}").rstrip("/")

    def exported(self) -> dict[str, str]:
        """Returns the settings as environment variables, those that are unset left out."""
        values = {f"{PREFIX}{name.upper()}": getattr(self, name) for name in type(self).model_fields}
        return {name: str(value) for name, value in values.items() if value not in (None, "")}


def load_settings() -> Settings:
    """Reads the settings.

    Raises:
        SettingsRefused: one is unknown or wrong; every such one is named.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {**dotenv_values(ROOT / ".env"), **os.environ}
    unknown = sorted(name for name in given if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise SettingsRefused(f"Unknown setting: {', '.join(unknown)}. docs/settings.md lists the known ones.")
    try:
        return Settings()
    except ValidationError as problem:
        lines = [
            ": ".join([*(f"{PREFIX}{str(name).upper()}" for name in error["loc"]), error["msg"]]) for error in problem.errors()
        ]
        raise SettingsRefused("Wrong setting. " + "; ".join(lines)) from problem


def as_table() -> str:
    """Returns docs/settings.md's table."""
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default in (None, "") else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    if "--document" in sys.argv:
        print(as_table(), end="")
        sys.exit(0)
    try:
        found = load_settings()
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)
    if "--export" in sys.argv:
        print("\n".join(f"{name}={value}" for name, value in found.exported().items()))
