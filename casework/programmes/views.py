from flask import Blueprint

programmes = Blueprint("programmes", __name__, url_prefix="/admin/programmes")
