from django.apps import AppConfig


class LiberationsConfig(AppConfig):
    name = "liberations"
    default_auto_field = "django.db.models.BigAutoField"
