"""The web edge: headers on every response, which static files go out, filters of the templates."""

from hashlib import sha256

from flask import Flask, Response, abort, current_app, request

from casework.kit import assets, forms, swedish
from casework.kit.codes import unbroken

POLICY = "; ".join(
    (
        *(
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
        ),
        *("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
    )
)
UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",  # a letter's link may be copied somewhere
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
}
OWN = ("same-origin", "none")  # our page, or the one who typed the address
SECURE = "max-age=31536000; includeSubDomains"
YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"


def install(app: Flask) -> None:
    """Hang the headers, the static gate and the filters on the application."""
    version = _version()
    app.before_request(_only_our_files)
    app.before_request(_only_from_our_pages)
    app.after_request(_dress)
    app.jinja_env.filters.update(swedish.FILTERS, faults=forms.faults, unbroken=unbroken)

    @app.url_defaults
    def _stamp(endpoint: str, values: dict) -> None:
        """A new version gets new addresses, so that browsers may keep the old ones."""
        if endpoint == "static":
            values.setdefault("v", version)


def _only_our_files() -> None:
    if request.endpoint == "static" and not assets.served((request.view_args or {})["filename"]):
        abort(404)


def _only_from_our_pages() -> None:
    """AC16: a browser that says that a form stands on somebody else's page is believed."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", OWN[0]) not in OWN:
        abort(403)


def _dress(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = _keep(response)
    if not current_app.config.get("DEMO"):
        response.headers["Strict-Transport-Security"] = SECURE
    return response


def _keep(response: Response) -> str:
    if response.cache_control.private and response.mimetype == "text/calendar":
        return response.headers["Cache-Control"]  # a calendar keeps its own copy: the view said so
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return "no-store"
    return YEAR if "v" in request.args else DAY


def _version() -> str:
    ours = ("app.css", "typed.js", "own.svg", "icon.svg", "package.json")
    return sha256(b"".join((assets.STATIC / name).read_bytes() for name in ours)).hexdigest()[:8]
