from flask import Blueprint, render_template

desk = Blueprint("desk", __name__)


@desk.get("/")
def home():
    return render_template("errors/404.html"), 404


@desk.get("/arenden/<uuid:case_id>")
def case(case_id):
    del case_id
    return render_template("errors/404.html"), 404
