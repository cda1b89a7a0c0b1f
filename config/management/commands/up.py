"""manage.py up: run everything on this machine."""

import os

from django.core.management.base import BaseCommand, CommandError

from config.local_servers.errors import LocalServerError
from config.supervisor import CannotRunError, Supervisor


class Command(BaseCommand):
    help = "Runs the servers, the web pages, the worker and the timetable until Ctrl-C."
    # The database is not up yet when a check would look at it.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
        parser.add_argument(
            "--port",
            type=int,
            default=int(os.environ.get("PORT", "8000")),
            help="the port to listen at (default: PORT, else 8000)",
        )

    def handle(self, *args, host, port, **options):
        try:
            Supervisor(host=host, port=port).run()
        except (CannotRunError, LocalServerError) as error:
            raise CommandError(str(error)) from error
