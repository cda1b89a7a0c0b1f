from django.apps import AppConfig

from core import lookups


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        lookups.register()
