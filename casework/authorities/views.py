from flask import Blueprint

authorities = Blueprint("authorities", __name__)
