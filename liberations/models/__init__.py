from liberations.models.applied_rows import AppliedRow
from liberations.models.column_mappings import ColumnMapping
from liberations.models.day_plans import Appointment, DayPlan, Leg
from liberations.models.first_hours import FirstHourAnswer
from liberations.models.follow_ups import FollowUp
from liberations.models.gate_questions import GateQuestion
from liberations.models.gates import GateLiberation, GateOffer
from liberations.models.list_files import ListFile
from liberations.models.lists import LiberationList, ListRow
from liberations.models.lost_contacts import LostContact, LostContactStep
from liberations.models.money import MoneyGiven
from liberations.models.packs import LiberationPack, PackItem, PackStep, PackTemplate, PackTemplateItem
from liberations.models.person_messages import MessageText, PersonMessage
from liberations.models.replans import Replan, ReplanItem
from liberations.models.schemes import Scheme, SchemeMember, SchemeTranche
from liberations.models.vouchers import Delivery, StockCount, StockCountLine, Voucher, VoucherKind, VoucherMove

__all__ = [
    "AppliedRow",
    "Appointment",
    "ColumnMapping",
    "DayPlan",
    "Delivery",
    "FirstHourAnswer",
    "FollowUp",
    "GateLiberation",
    "GateOffer",
    "GateQuestion",
    "Leg",
    "LiberationList",
    "LiberationPack",
    "ListFile",
    "ListRow",
    "LostContact",
    "LostContactStep",
    "MessageText",
    "MoneyGiven",
    "PackItem",
    "PackStep",
    "PackTemplate",
    "PackTemplateItem",
    "PersonMessage",
    "Replan",
    "ReplanItem",
    "Scheme",
    "SchemeMember",
    "SchemeTranche",
    "StockCount",
    "StockCountLine",
    "Voucher",
    "VoucherKind",
    "VoucherMove",
]
