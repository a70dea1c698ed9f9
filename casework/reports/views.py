from flask import Blueprint

reports = Blueprint("reports", __name__, url_prefix="/rapporter")
