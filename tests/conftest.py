from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from casework import create_app
from casework.access import Actor
from casework.access.asking import House, on_behalf_of
from casework.authorities.accounts import Account
from casework.authorities.models import User
from casework.kit import db
from tests import build
from tests.databases import Postgres, Sqlite
from tests.pages import HouseClient

CONFIG: dict[str, Any] = {
    "SECRET_KEY": "test-secret-key-of-32-characters",
    "FIELD_KEYS": {1: bytes(range(32))},
    "INDEX_KEY": b"test index key",
    "AUDIT_KEY": b"test audit key",
    "MAIL_FROM": "samverkansstod@test.example",
    "SMTP_URL": "dir:/nonexistent",
    "BASE_URL": "http://localhost",
    "TRUSTED_PROXIES": 0,
    "CALENDAR_HOSTS": ("kalender.example", ".office365.example"),
    "DEMO": True,
    "SERVICE_NAME": "Samverkansstöd",
    "SERVICE_AREA": "Provlunda",
    "SESSION_COOKIE_NAME": "test",
    "TESTING": True,
    "WTF_CSRF_ENABLED": False,
    "DATABASE_URL": "sqlite://",
    # a tenth of a second for each password that is made or tried adds up to minutes
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 64,
        "argon2__parallelism": 1,
    },
}


@pytest.fixture(scope="session")
def whole_house() -> Flask:
    app = create_app(CONFIG)
    app.test_client_class = HouseClient
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for everything that looks at pages: a process has room for one Playwright."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield Sqlite(folder)
        return
    server = Postgres(folder)
    yield server
    server.stop()


@pytest.fixture
def app(whole_house: Flask, databases: Any) -> Iterator[Flask]:
    """The house on a fresh database; each test that asks for it runs on both kinds."""
    with databases.fresh() as engine:
        db.session.remove()
        db.session.configure(bind=engine)
        with whole_house.app_context(), on_behalf_of(House("a test")):
            yield whole_house
        db.session.remove()


@pytest.fixture
def world(app: Flask) -> build.World:  # noqa: ARG001  it needs the database only
    """Units, one member of staff each, and a programme: enough for a case."""
    return build.world()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], FlaskClient]:
    def sign_in(user: User) -> FlaskClient:
        db.session.commit()
        account = db.session.scalar(select(Account).where(Account.user_id == user.id))
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = account.fs_uniquifier
            cookie["_fresh"] = True
        return client

    return sign_in


def acting(user: User) -> Actor:
    return user.as_actor()
