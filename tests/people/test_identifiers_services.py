import pytest

from core.errors import RuleBroken
from people.models import Identifier
from people.services.people import add_identifier
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory
from tests.factories.people import PersonFactory


# The ligature is one sign and becomes eighteen; the other number has no sign at all that can be seen.
@pytest.mark.django_db
@pytest.mark.parametrize("value", ["\ufdfa\ufdfa", "\u200b", "\u202e\u202c"])
def test_number_that_cannot_be_kept_is_refused(value):
    with pytest.raises(RuleBroken, match="Type it again"):
        add_identifier(person=PersonFactory(), kind="sps", value=value, by=ManagerFactory())

    assert not Identifier.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_number_given_to_eight_people_at_once_belongs_to_one():
    people, by = PersonFactory.create_batch(8), ManagerFactory()

    def give():
        try:
            return add_identifier(person=people.pop(), kind="sps", value="090000", by=by).person_id
        except RuleBroken as refusal:
            return str(refusal)

    answers = at_once(8, give)

    refusal = "This prison number already belongs to someone on record. Search for it first."
    assert sorted(answers.count(each) for each in set(answers)) == [1, 7]
    assert refusal in answers
    assert Identifier.objects.count() == 1
