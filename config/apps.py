"""The wiring as an installed app: it brings the command that runs everything, and the Celery application."""

from django.apps import AppConfig

# Loaded with the apps, so that a shared task sent from a web page finds this application and its broker.
from config.celery import app  # noqa: F401


class ConfigConfig(AppConfig):
    name = "config"
