from flask import Blueprint

consents = Blueprint("consents", __name__, url_prefix="/samtycken")
