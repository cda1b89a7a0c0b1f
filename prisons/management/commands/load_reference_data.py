from django.core.management.base import BaseCommand

from prisons.services.reference_data import load_reference_data


class Command(BaseCommand):
    help = "Add the Scottish prisons, local authorities and liberation rules that are missing; change nothing else."

    def handle(self, **options):
        for loaded in load_reference_data():
            self.stdout.write(f"{loaded.noun}: {loaded.added} added, {loaded.kept} already there")
