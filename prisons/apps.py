from django.apps import AppConfig


class PrisonsConfig(AppConfig):
    name = "prisons"
    default_auto_field = "django.db.models.BigAutoField"
