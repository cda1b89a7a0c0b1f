"""manage.py load_demo: the invented people."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.load import crowd_is_loaded, is_loaded, load_crowd, load_demo
from demo.logins import LOGINS, PASSWORD
from demo.scale.crowd import CROWD_ADDRESS

UNCHANGED = "are here already; nothing has been changed."


class Command(BaseCommand):
    help = "Put invented staff and people into a development database, once, and print how to sign in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--people", type=int, default=0, help="add a crowd of this many people, with teams of its own"
        )

    def handle(self, *args, people, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("The demo people are for development only: they share a password that everybody knows.")
        if people < 0:
            raise CommandError("Give a number of people, such as --people 12000.")
        if is_loaded():
            self.stdout.write(f"The demo people {UNCHANGED}")
        else:
            self.stdout.write(f"{load_demo()} invented people.")
        if people and crowd_is_loaded():
            self.stdout.write(f"People by the thousand {UNCHANGED}")
        elif people:
            self.stdout.write(f"{people:,} more people, {load_crowd(people):,} rows.")
        self.stdout.write(f"Sign in with the password {PASSWORD} as")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<30} {login.role}")
        if people:
            self.stdout.write(f"  {'manager1' + CROWD_ADDRESS:<30} Service manager of the largest team")
            self.stdout.write(f"  {'mentor1.1' + CROWD_ADDRESS:<30} Community mentor there")
