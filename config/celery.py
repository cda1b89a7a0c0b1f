"""The Celery application. State lives in PostgreSQL; tasks carry keys only and can be run again at any time."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("throughgate")
app.config_from_object("config.celery_settings")
app.autodiscover_tasks()
