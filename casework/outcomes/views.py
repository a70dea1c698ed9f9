from flask import Blueprint

outcomes = Blueprint("outcomes", __name__, url_prefix="/avslut")
