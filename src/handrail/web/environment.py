"""What the environment may say, read in one place and refused with a sentence when it is wrong."""

import base64
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from handrail.base.frozen import frozen

SQLITE = "handrail.web.sqlite"
POSTGRESQL = "handrail.web.postgresql"
PREPARED_AFTER = 3  # times that a statement is seen
SECRET_LENGTH = 20
LONGEST_ALERT = 24 * 60  # minutes
LONGEST_LINK = 90  # days
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def home() -> Path:
    """Return HANDRAIL_HOME: where the small database, files and keys live."""
    folder = Path(os.environ.get("HANDRAIL_HOME") or ".handrail").absolute()
    if folder.exists() and not folder.is_dir():
        raise ImproperlyConfigured(f"HANDRAIL_HOME is “{folder}”, which is a file. Name a folder.")
    return folder


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE,
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cached_statements": 1024,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA busy_timeout=20000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
            ),
        },
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": f"{path}.tests"},
    }


def _port(name: str, url: str) -> int | None:
    try:
        return urlparse(url).port
    except ValueError as error:
        raise ImproperlyConfigured(f"The port in {name} is no number from 1 to 65535.") from error


def _prepare(word: str) -> int | None:
    """Return after how many times a statement is prepared; a pooler between us and the server may not bear it."""
    if word not in ("yes", "no"):
        raise ImproperlyConfigured("“prepare” in DATABASE_URL is yes or no.")
    return PREPARED_AFTER if word == "yes" else None


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlparse(url)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: postgresql://user:password@host:5432/name"
        )
    query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
    return {
        "ENGINE": POSTGRESQL,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(_port("DATABASE_URL", url) or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8},
            "server_side_binding": True,
            "prepare_threshold": _prepare(query.pop("prepare", "yes")),
            **query,
        },
        "CONN_MAX_AGE": 0,
    }


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings for DATABASE_URL; without it, SQLite under ``folder``."""
    url = os.environ.get("DATABASE_URL", "")
    scheme = url.split(":", 1)[0]
    if not url:
        return _sqlite(folder / "handrail.sqlite3")
    if scheme == "sqlite":
        if not url.removeprefix("sqlite:///").strip() or not url.startswith("sqlite:///"):
            raise ImproperlyConfigured("DATABASE_URL names no file: sqlite:///path/to/file")
        return _sqlite(Path(url.removeprefix("sqlite:///")).absolute())
    if scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with “{scheme}”. Use sqlite:///path/to/file or postgresql://user:password@host/name."
    )


def checked() -> dict[str, Any]:
    """Return the database settings after reading every setting once; raise ImproperlyConfigured for a wrong one."""
    mail_from(base_url().host)
    mail()
    alert_after()
    link_lasts()
    for switch in ("HANDRAIL_DEBUG", "HANDRAIL_PSEUDO_LOCALES"):
        flag(switch)
    folder = home()
    secret_key(folder)
    data_key(folder)
    return database(folder)


def secret(name: str, file: Path, fresh: str) -> str:
    """Return the secret of the environment, or the one in ``file``, which is made on first use."""
    given = os.environ.get(name)
    if given:
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(fresh)
    return file.read_text().strip()


def secret_key(folder: Path) -> str:
    found = secret("HANDRAIL_SECRET_KEY", folder / "secret-key", secrets.token_urlsafe(50))
    if len(found) < SECRET_LENGTH:
        raise ImproperlyConfigured(
            f"HANDRAIL_SECRET_KEY is shorter than {SECRET_LENGTH} letters. Make a longer one."
        )
    return found


def data_key(folder: Path) -> str:
    fresh = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    found = secret("HANDRAIL_DATA_KEY", folder / "data-key", fresh)
    try:
        length = len(base64.urlsafe_b64decode(found))
    except ValueError:
        length = 0
    if length != 32:
        raise ImproperlyConfigured(
            "HANDRAIL_DATA_KEY must be 32 bytes, base64. Copy it again from its safe place."
        )
    return found


@frozen
class Address:
    url: str
    host: str
    is_https: bool


def base_url() -> Address:
    """Return HANDRAIL_BASE_URL taken apart; raise ImproperlyConfigured when it is no web address."""
    url = os.environ.get("HANDRAIL_BASE_URL", "http://127.0.0.1:8420").rstrip("/")
    parts = urlparse(url)
    _port("HANDRAIL_BASE_URL", url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"HANDRAIL_BASE_URL is “{url}”. Write the address people open, like https://handrail.example.org."
        )
    return Address(url, parts.hostname, parts.scheme == "https")


def flag(name: str) -> bool:
    """Return whether a switch is on; raise ImproperlyConfigured when it is neither on nor off."""
    value = os.environ.get(name, "0").lower()
    if value not in ("0", "1", "true", "false"):
        raise ImproperlyConfigured(f"{name} is “{value}”. Write 1 or 0.")
    return value in ("1", "true")


def alert_after() -> tuple[timedelta, timedelta]:
    """Return HANDRAIL_ALERT_MINUTES: after how long the backup is told of an alert, and after how long the leads."""
    given = os.environ.get("HANDRAIL_ALERT_MINUTES", "15,60")
    minutes = [int(part) if part.strip().isdecimal() else 0 for part in given.split(",")]
    if len(minutes) != 2 or not 1 <= minutes[0] <= minutes[1] <= LONGEST_ALERT:
        raise ImproperlyConfigured(
            f"HANDRAIL_ALERT_MINUTES is “{given}”. Write two numbers from 1 to {LONGEST_ALERT}, like 15,60."
        )
    return timedelta(minutes=minutes[0]), timedelta(minutes=minutes[1])


def stolen_passwords() -> Path | None:
    """Return HANDRAIL_STOLEN_PASSWORDS, a file of hashes in their order; None where a place has set none."""
    given = os.environ.get("HANDRAIL_STOLEN_PASSWORDS", "")
    if not given:
        return None
    if not Path(given).is_file():
        raise ImproperlyConfigured(f"HANDRAIL_STOLEN_PASSWORDS is “{given}”, and no file is there.")
    return Path(given).absolute()


def link_lasts() -> timedelta:
    """Return HANDRAIL_LINK_DAYS: for how many days a link opens the questions that it was handed out for."""
    given = os.environ.get("HANDRAIL_LINK_DAYS", "14").strip()
    if not given.isdecimal() or not 1 <= int(given) <= LONGEST_LINK:
        raise ImproperlyConfigured(
            f"HANDRAIL_LINK_DAYS is “{given}”. Write a number from 1 to {LONGEST_LINK}."
        )
    return timedelta(days=int(given))


def mail_from(host: str) -> str:
    """Return HANDRAIL_MAIL_FROM, the address that mail comes from."""
    given = os.environ.get("HANDRAIL_MAIL_FROM") or f"handrail@{host}"
    if "@" not in given or any(letter in given for letter in "\r\n"):
        raise ImproperlyConfigured(
            f"HANDRAIL_MAIL_FROM is “{given}”. Write an address, like handrail@example.org."
        )
    return given


def mail() -> dict[str, Any]:
    """Return where mail goes: HANDRAIL_MAIL_URL=smtp://user:password@host:port, or nowhere (the log says so)."""
    url = os.environ.get("HANDRAIL_MAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlparse(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "HANDRAIL_MAIL_URL must look like smtp+tls://user:password@mail.example.org:587."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port("HANDRAIL_MAIL_URL", url) or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 15,
    }
