"""Run in a process of its own: fills the product's database and says, as JSON, whom and what to measure."""

import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.session_life import begin_session  # noqa: E402
from benchmarks.product.sessions import signed_in  # noqa: E402
from demo.load import crowd_is_loaded, load_crowd  # noqa: E402
from demo.scale.crowd import CROWD_ADDRESS  # noqa: E402
from mentoring.models import Case, Meeting  # noqa: E402
from people.models import Person  # noqa: E402
from people.services.searches import store_search  # noqa: E402


def build(open_cases: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_reference_data", stdout=sys.stderr)
    if not crowd_is_loaded():
        # Of six people of a crowd five have an open case.
        load_crowd(open_cases * 6 // 5)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def subjects() -> dict:
    """Sessions and keys for the pages. The mentor and the manager are of an ordinary team; one manager is of the large one."""
    today = timezone.localdate()
    users = {
        "mentor": User.objects.get(email=f"mentor2.1{CROWD_ADDRESS}"),
        "manager": User.objects.get(email=f"manager2{CROWD_ADDRESS}"),
        "large": User.objects.get(email=f"manager1{CROWD_ADDRESS}"),
    }
    own = Case.objects.open().filter(assignments__mentor__user=users["mentor"], assignments__until_date=None)
    longest = own.annotate(contacts=Count("meetings")).order_by("-contacts").first()
    inside = own.filter(episode__released_date=None).with_liberation().filter(opened_date__lt=today)
    part = Person.objects.visible_to(users["manager"]).order_by("sort_name")[200].family_name[1:6].lower()
    return {
        "sessions": {name: signed_in(user, begin_session) for name, user in users.items()},
        "longest_record": str(longest.person_id),
        "longest_contacts": longest.contacts,
        "inside": [str(case.pk) for case in inside],
        "searches": {
            name: str(store_search(text=part, by=user).pk) for name, user in users.items() if name != "mentor"
        },
        "month": [today.year, today.month],
        "today": [today.day, today.month, today.year],
        "open_cases": Case.objects.open().count(),
        "open_of_large_manager": Case.objects.open().visible_to(users["large"]).count(),
        "open_of_manager": Case.objects.open().visible_to(users["manager"]).count(),
        "open_of_mentor": own.count(),
        "contacts": Meeting.objects.filter(~Q(state="planned")).count(),
    }


if __name__ == "__main__":
    build(int(sys.argv[1]))
    print(json.dumps(subjects()))
