from flask import Blueprint

referrals = Blueprint("referrals", __name__, url_prefix="/remisser")
