"""The web edge holds on every answer: pages, errors, files."""

import pytest
from flask import abort

from casework.kit import headers
from tests.kit.showroom import make_app


@pytest.fixture
def app():
    app = make_app()
    app.add_url_rule("/trasig", "broken", lambda: str(1 / 0))
    app.add_url_rule("/nej", "no", lambda: abort(403))
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app


ANSWERS = {
    **{"/": 200, "/finns-inte": 404, "/nej": 403, "/trasig": 500},
    **{"/static/app.css": 200, "/static/finns-inte.css": 404},
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_carries_every_header(app, path, status):
    with app.test_client().get(path) as got:
        assert got.status_code == status
        assert {name: got.headers[name] for name in headers.ALWAYS} == headers.ALWAYS
        assert got.headers["Strict-Transport-Security"].startswith("max-age=")


def test_the_policy_lets_nothing_in_but_our_own_files():
    assert headers.POLICY == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        "style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def test_a_demo_on_plain_http_does_not_ask_for_https():
    got = make_app(DEMO=True).test_client().get("/")
    assert "Strict-Transport-Security" not in got.headers


@pytest.mark.parametrize("path", ANSWERS)
def test_only_our_files_may_be_kept(app, path):
    with app.test_client().get(path) as got:
        kept = got.headers["Cache-Control"]
    assert kept == ("public, max-age=86400" if path == "/static/app.css" else "no-store")


def test_pages_link_to_files_by_version_so_that_those_may_be_kept_for_long(app):
    client = app.test_client()
    page = client.get("/").text
    address = page.partition('href="/static/app.css?')[2].partition('"')[0]
    with client.get(f"/static/app.css?{address}") as got:
        assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name", ["node_modules/axe-core/axe.css", "package.json", "vendor/x/a.css"]
)
def test_what_is_not_ours_to_show_stays_in_the_house(app, monkeypatch, tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("secret")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    assert app.test_client().get(f"/static/{name}").status_code == 404
