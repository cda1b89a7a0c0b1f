import getpass
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services.first_administrator import create_administrator
from core.errors import RuleBroken


class Command(BaseCommand):
    help = "Create an administrator, who then adds everybody else in the product. Asks for a password."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name", help='as it is shown to others: "Morag Campbell"')

    def handle(self, *, email, name, **options):
        try:
            create_administrator(email=email, name=name, password=self._password())
        except RuleBroken as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write("The administrator can sign in now.")

    def _password(self):
        # From a pipe for a script, so that a password never stands in a command that others can list.
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise CommandError("The two passwords differ. Nothing was done.")
        return password
