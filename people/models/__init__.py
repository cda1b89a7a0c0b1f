from people.models.access import AboutPersonQuerySet, Access
from people.models.alerts import Alert, AlertReview, AlertSeen
from people.models.connections import PersonalConnection
from people.models.consents import Consent, ConsentWording
from people.models.emergency_contacts import EmergencyContact
from people.models.equality import EqualityAnswers, EqualityOffer
from people.models.identifiers import Identifier
from people.models.merges import DifferentPeople, Merge
from people.models.people import Person
from people.models.searches import StoredSearch

__all__ = [
    "AboutPersonQuerySet",
    "Access",
    "Alert",
    "AlertReview",
    "AlertSeen",
    "Consent",
    "ConsentWording",
    "DifferentPeople",
    "EmergencyContact",
    "EqualityAnswers",
    "EqualityOffer",
    "Identifier",
    "Merge",
    "Person",
    "PersonalConnection",
    "StoredSearch",
]
