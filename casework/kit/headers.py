"""The web edge: headers on every response, which static files go out, filters of the templates."""

from hashlib import sha256

from flask import Flask, Response, abort, current_app, request

from casework.kit import assets, forms, swedish

POLICY = "; ".join(
    (
        *("default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'"),
        *("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
    )
)
UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
}
SECURE = "max-age=31536000; includeSubDomains"
YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"


def install(app: Flask) -> None:
    """Hang the headers, the static gate and the filters on the application."""
    version = _version()
    app.before_request(_only_our_files)
    app.after_request(_dress)
    app.jinja_env.filters.update(swedish.FILTERS, faults=forms.faults)

    @app.url_defaults
    def _stamp(endpoint: str, values: dict) -> None:
        """A new version gets new addresses, so that browsers may keep the old ones."""
        if endpoint == "static":
            values.setdefault("v", version)


def _only_our_files() -> None:
    if request.endpoint == "static" and not assets.served((request.view_args or {})["filename"]):
        abort(404)


def _dress(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = _keep(response)
    if not current_app.config.get("DEMO"):
        response.headers["Strict-Transport-Security"] = SECURE
    return response


def _keep(response: Response) -> str:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return "no-store"
    return YEAR if "v" in request.args else DAY


def _version() -> str:
    ours = ("app.css", "own.svg", "icon.svg", "package.json")
    return sha256(b"".join((assets.STATIC / name).read_bytes() for name in ours)).hexdigest()[:8]
