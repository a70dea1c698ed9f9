from flask import Blueprint

assessments = Blueprint("assessments", __name__, url_prefix="/kartlaggning")
