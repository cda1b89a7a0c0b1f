"""Forms of people, what is known of them, and of records that turn out to be one person."""

import datetime as dt

from tests import kinds
from tests.forms.sent import Sent, in_days

ALERT = {"kind": "health", "text": "Carries an inhaler.", "source": "Nurse", "review_date": dt.date(2027, 3, 1)}
PERSON = {"known_as": "Sandy"}


FORMS = {
    "liberations:different": Sent(kinds.two_records),
    "liberations:different_take_back": Sent(kinds.different_people),
    "liberations:merge": Sent(
        kinds.two_records, data=lambda world: {"survivor": str(world.person.pk), "note": "Same photograph."}
    ),
    "liberations:merge_undo": Sent(kinds.merge),
    "people:alert_add": Sent(kinds.person, data=lambda world: ALERT),
    "people:alert_review": Sent(kinds.alert, data=lambda world: {"review_date": dt.date(2027, 6, 1)}),
    "people:alert_seen": Sent(kinds.alert),
    "people:alert_end": Sent(kinds.alert),
    "people:connection_declare": Sent(
        kinds.person, data=lambda world: {"user": world.prison_mentor.pk, "how": "family"}
    ),
    "people:connection_end": Sent(kinds.connection, data=lambda world: {"reason": "Of the wrong person."}),
    "people:equality_offer": Sent(
        kinds.person, "community mentor", lambda world: {"outcome": "answered", "answer_sex": "male"}
    ),
    "people:equality_take_out": Sent(kinds.answered, "community mentor"),
    "people:edit": Sent(kinds.person, data=lambda world: PERSON),
    "people:identifier_add": Sent(
        kinds.person, data=lambda world: {"kind": "sps", "value": str(world.case.number % 10**6)}
    ),
    "people:wording_add": Sent(
        by="administrator",
        data=lambda world: {"purpose": "texts", "version": "7", "text": "May we text you?", "from_date": in_days(400)},
    ),
}
