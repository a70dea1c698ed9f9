"""Casework: authorities working one person's case together, with that person's consent.

create_app hangs the blueprints and connects the few signals; it is the only file that knows
every room.
"""

from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from casework import guards, pages, tables
from casework.access.web import BY_LINK, ask_for_who_is_signed_in, send_strangers_to_sign_in
from casework.assessments import reminding as assessment_reminding
from casework.assessments.views import assessments
from casework.audit import anchors
from casework.audit.chain import Key
from casework.authorities import signing_in
from casework.authorities.views import authorities
from casework.calendars.views import calendars
from casework.cases import renewal
from casework.cases.opening import open_on_acceptance
from casework.cases.queries import around, lost, reach
from casework.cases.views import cases
from casework.consents import queries as consent_queries
from casework.consents.signals import impact_asked, withdrawn
from casework.consents.views import consents
from casework.contributions.views import contributions
from casework.desk.views import desk
from casework.followups.views import followups
from casework.kit import crypto, db, headers
from casework.letters.views import letters
from casework.meetings import listening
from casework.meetings.post import mail, series_mail
from casework.meetings.views import meetings
from casework.outcomes.views import outcomes
from casework.oversight.views import oversight
from casework.pages import refusals, uploads
from casework.people import queries as people_queries
from casework.people.signals import protected
from casework.people.views import people
from casework.plans import queries as plan_queries
from casework.plans.views import plans
from casework.polls import listening as poll_listening
from casework.polls.post import mail as poll_mail
from casework.polls.views import polls
from casework.programmes.views import programmes
from casework.records.views import records
from casework.referrals import queries as referral_queries
from casework.referrals import reminding
from casework.referrals.signals import accepted
from casework.referrals.views import referrals
from casework.reports.views import reports
from casework.reviews.views import reviews

HOUSE = Path(__file__).parent.parent

BLUEPRINTS = (
    *(authorities, calendars, programmes, people, consents, referrals, cases, meetings, polls),
    reviews,
    *(assessments, plans, contributions, followups, outcomes, reports, letters, desk),
    *(oversight, records),
)


def create_app(config: dict[str, Any]) -> Flask:
    """The web app for one installation. `config` as config.load or config.demo gives it."""
    app = Flask(__name__, template_folder=str(HOUSE / "templates"))
    app.request_class = uploads.InMemory
    app.config.update(signing_in.settings(config))
    app.config.update(config)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_options["autoescape"] = True
    _ground(app)
    _connect()
    Babel(app, default_locale="sv", default_timezone="Europe/Stockholm")
    CSRFProtect(app)
    signing_in.install(app)
    ask_for_who_is_signed_in(app)
    app.before_request(lambda: send_strangers_to_sign_in(request.endpoint))
    headers.install(app)
    pages.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for secret in BY_LINK:
        signing_in.slow_down(app, secret)
        signing_in.slow_down_answers(app, secret)
    return app


def _connect() -> None:
    """What early rooms feel of later ones. Connecting twice is connecting once."""
    guards.stand()
    people_queries.also_reached.add(reach.people)
    consent_queries.also_reached.add(reach.consents)
    consent_queries.rests_on.add(reach.resting)
    consent_queries.refers_to.add(reach.by_reference)
    consent_queries.programmes_of.add(referral_queries.programmes_of)
    referral_queries.also_reached.add(reach.referrals)
    accepted.connect(open_on_acceptance)
    impact_asked.connect(around.impact)
    impact_asked.connect(plan_queries.impact)
    impact_asked.connect(listening.on_impact_asked)
    withdrawn.connect(listening.on_withdrawn)
    protected.connect(listening.on_protected)
    impact_asked.connect(poll_listening.on_impact_asked)
    withdrawn.connect(poll_listening.on_withdrawn)
    mail.connect()
    series_mail.connect()
    poll_mail.connect()
    renewal.connect()
    reminding.connect()
    assessment_reminding.connect()
    refusals.why_lost[:] = [lost.why_lost]


def _ground(app: Flask) -> None:
    crypto.configure(app.config["FIELD_KEYS"], app.config["INDEX_KEY"])
    Key.value = app.config["AUDIT_KEY"]
    anchors.configure(app.config.get("DATA_DIR"))
    db.session.remove()
    db.session.configure(bind=db.connect(app.config["DATABASE_URL"]))
    app.extensions["metadata"] = tables.Base.metadata
    app.teardown_appcontext(lambda _exc: db.session.remove())
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
