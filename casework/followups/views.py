from flask import Blueprint

followups = Blueprint("followups", __name__, url_prefix="/uppfoljning")
