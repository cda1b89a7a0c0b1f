from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from core.errors import RuleBroken
from liberations.enums import ListState
from liberations.services.list_apply import apply_list
from liberations.services.lists import read_list
from liberations.weekly_list.printing import preview_lines
from prisons.models import Prison
from referrals.models import Programme
from referrals.selectors import programme_for_prison


class Command(BaseCommand):
    """Read a prison's list, print what would change, and with --apply do it. Rows are named by number, never by name."""

    help = "Read a prison's list of coming liberations and print what would change; --apply does it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="XLSX or CSV")
        parser.add_argument("--prison", required=True, help="code of the prison, such as BAR")
        parser.add_argument(
            "--programme",
            help="name of the programme; otherwise the one that names this prison, or the largest that works in all",
        )
        parser.add_argument("--by", help="email address of the member of staff who stands for it")
        parser.add_argument("--apply", action="store_true", help="do it; without this nothing changes")

    def handle(self, *, file, prison, programme, by, apply, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
        try:
            prison = self._prison(prison)
            made = read_list(
                prison=prison,
                programme=self._programme(programme, prison),
                file_name=file.name,
                content=content,
                by=self._user(by),
            )
            self._check_read(made)
            for line in preview_lines(made, self._user(by)):
                self.stdout.write(line)
            if not apply:
                self.stdout.write("Nothing has changed. Add --apply to do this.")
            elif made.state == ListState.APPLIED:
                self.stdout.write("This file has already been applied. Nothing has changed.")
            else:
                apply_list(liberation_list=made, by=self._user(by))
                self.stdout.write("Applied.")
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal

    def _check_read(self, made):
        if made.state == ListState.REFUSED:
            raise CommandError(made.refusal)
        if made.state == ListState.COLUMNS:
            raise CommandError(
                "The headings of this list are not known. It waits under Prisons’ lists: choose its columns there, once. "
                "Then run this again, for this list and the prison's next ones."
            )

    def _prison(self, code):
        prison = Prison.objects.filter(code__iexact=code).first()
        if prison is None:
            raise CommandError("No prison has this code. Codes are on the page of prisons.")
        return prison

    def _programme(self, name, prison):
        programmes = Programme.objects.open_on(timezone.localdate())
        named = programmes.filter(name__iexact=name).first() if name else None
        programme = named if name else programme_for_prison(prison, programmes)
        if programme is None:
            raise CommandError("No open programme of this name, or none that works in this prison.")
        self.stdout.write(f"For the programme {programme.name}.")
        return programme

    def _user(self, email):
        if not email:
            return None
        user = User.objects.active().filter(email=email.lower()).first()
        if user is None:
            raise CommandError("No active member of staff has this email address.")
        return user
