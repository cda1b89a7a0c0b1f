"""manage.py load_demo: the invented people."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.load import is_loaded, load_demo
from demo.logins import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Put invented staff and people into a development database, once, and print how to sign in."

    def handle(self, *args, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("The demo people are for development only: they share a password that everybody knows.")
        if is_loaded():
            self.stdout.write("The demo people are here already; nothing has been changed.")
        else:
            self.stdout.write(f"{load_demo()} invented people.")
        self.stdout.write(f"Sign in with the password {PASSWORD} as")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<30} {login.role}")
