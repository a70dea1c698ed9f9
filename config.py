"""Configuration from the environment. Outside the demo, a missing or weak secret is refused."""

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SHORTEST_SECRET = 32
MAX_UPLOAD = 2 * 1024 * 1024
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)+")


class ConfigurationError(Exception):
    """A sentence for whoever starts the service."""


def load(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of a real installation (CASEWORK_* variables, see README)."""
    data_dir = Path(environ.get("CASEWORK_DATA_DIR", "casework-data")).resolve()
    base_url = _needed(environ, "CASEWORK_BASE_URL").rstrip("/")
    return {
        "DATA_DIR": data_dir,
        "DATABASE_URL": environ.get("CASEWORK_DATABASE_URL", f"sqlite:///{data_dir}/casework.db"),
        "SECRET_KEY": _secret(environ, "CASEWORK_SECRET_KEY"),
        "FIELD_KEYS": _field_keys(_needed(environ, "CASEWORK_FIELD_KEYS")),
        "INDEX_KEY": _secret(environ, "CASEWORK_INDEX_KEY").encode(),
        "AUDIT_KEY": _secret(environ, "CASEWORK_AUDIT_KEY").encode(),
        "SMTP_URL": _smtp(environ.get("CASEWORK_SMTP_URL", f"dir:{data_dir}/mail")),
        "REPLIES_URL": environ.get("CASEWORK_REPLIES_URL", ""),
        "MAIL_FROM": _needed(environ, "CASEWORK_MAIL_FROM"),
        "BASE_URL": base_url,
        "TRUSTED_PROXIES": _number(environ, "CASEWORK_TRUSTED_PROXIES", "0"),
        "CALENDAR_HOSTS": _hosts(environ.get("CASEWORK_CALENDAR_HOSTS", "")),
        "DEMO": False,
        "SESSION_COOKIE_NAME": "__Host-casework",
        "SESSION_COOKIE_SECURE": True,
        **_COMMON,
    }


def demo(data_dir: Path, port: int, keys: Mapping[str, str]) -> dict[str, Any]:
    """The settings of `casework demo`: plain http on loopback, own keys, mail to a folder."""
    return {
        "DATA_DIR": data_dir,
        "DATABASE_URL": f"sqlite:///{data_dir}/casework.db",
        "SECRET_KEY": keys["secret"],
        "FIELD_KEYS": {1: bytes.fromhex(keys["field"])},
        "INDEX_KEY": keys["index"].encode(),
        "AUDIT_KEY": keys["audit"].encode(),
        "SMTP_URL": f"dir:{data_dir}/mail",
        "REPLIES_URL": f"maildir:{data_dir}/replies",
        "MAIL_FROM": "samverkansstod@demo.example",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_PROXIES": 0,
        "CALENDAR_HOSTS": ("outlook.office365.com",),
        "DEMO": True,
        "SESSION_COOKIE_NAME": "casework-demo",
        "SESSION_COOKIE_SECURE": False,
        **_COMMON,
    }


_COMMON: dict[str, Any] = {
    "SERVICE_NAME": "Samverkansstöd",
    "SERVICE_AREA": "Skellefteå–Norsjö",
    "MAX_CONTENT_LENGTH": MAX_UPLOAD,
}


def _needed(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ConfigurationError(f"{name} is not set. See Configuration in README.md.")
    return value


def _secret(environ: Mapping[str, str], name: str) -> str:
    value = _needed(environ, name)
    if len(value) < SHORTEST_SECRET or len(set(value)) < 10:
        raise ConfigurationError(
            f"{name} is too weak: use at least {SHORTEST_SECRET} random characters."
        )
    return value


def _smtp(url: str) -> str:
    if not url.startswith(("dir:", "smtp://", "smtps://", "smtp+plain://")):
        raise ConfigurationError(
            "CASEWORK_SMTP_URL must begin with smtp://, smtps://, smtp+plain:// or dir:."
        )
    return url


def _field_keys(value: str) -> dict[int, bytes]:
    """`1:BASE64,2:BASE64`: the highest number seals, all of them open."""
    try:
        pairs = [pair.split(":", 1) for pair in value.split(",")]
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in pairs}
    except (ValueError, binascii.Error):
        keys = {}
    if (
        not keys
        or any(len(key) != 32 for key in keys.values())
        or not all(0 < n < 256 for n in keys)
    ):
        raise ConfigurationError(
            "CASEWORK_FIELD_KEYS must look like 1:KEY,2:KEY, each key 32 random bytes in base64."
        )
    return keys


def _hosts(value: str) -> tuple[str, ...]:
    """`outlook.office365.com,.example.se`: what begins with a point is everything under it."""
    hosts = tuple(one.strip().lower() for one in value.split(",") if one.strip())
    for one in hosts:
        if not HOST.fullmatch(one):
            raise ConfigurationError(
                f"CASEWORK_CALENDAR_HOSTS names hosts, like calendar.example.se, not {one!r}."
            )
    return hosts


def _number(environ: Mapping[str, str], name: str, default: str) -> int:
    value = environ.get(name, default)
    if not value.isdigit():
        raise ConfigurationError(f"{name} must be a whole number, not {value!r}.")
    return int(value)
