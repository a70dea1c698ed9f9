from flask import Blueprint

contributions = Blueprint("contributions", __name__, url_prefix="/insatser")
