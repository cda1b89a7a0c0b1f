"""What a programme starts with: domain.md section 6. Lead times are days before liberation. Administrators change all of it."""

from dataclasses import dataclass

from mentoring.enums.readiness import ItemOwner

# The item that follows what is recorded about the first night.
FIRST_NIGHT = "first-night"
PRESCRIPTIONS = "prescriptions"


@dataclass(frozen=True, slots=True)
class StandardKind:
    code: str
    name: str
    lead_days: int
    owner: ItemOwner
    about: str
    leads: bool = False
    on_sheet: bool = True


STANDARD_LIST = (
    StandardKind(
        FIRST_NIGHT,
        "A bed for the first night",
        28,
        ItemOwner.MENTOR,
        "In place means an address, who confirmed it and when, when to be there, how they get in, and that they call it safe.",
        leads=True,
    ),
    StandardKind(
        "money",
        "Money for the first days",
        7,
        ItemOwner.CUSTODY,
        "Discharge grant, private cash, vouchers in the pack. Ask the prison what they leave with.",
        leads=True,
    ),
    StandardKind(
        PRESCRIPTIONS,
        "Prescriptions",
        28,
        ItemOwner.HEALTH,
        "Bridging supply, who prescribes next, which pharmacy, and day and time of the first dose. Ask again when liberation "
        "is before a holiday or a weekend.",
        leads=True,
        on_sheet=False,
    ),
    StandardKind(
        "id",
        "Identity papers",
        84,
        ItemOwner.MENTOR,
        "Birth certificate, National Entitlement Card. They take weeks.",
        leads=True,
    ),
    StandardKind(
        "phone",
        "Phone",
        7,
        ItemOwner.MENTOR,
        "A charged handset with credit, and an email address: Universal Credit needs both.",
        leads=True,
    ),
    StandardKind(
        "travel",
        "Travel on the day",
        14,
        ItemOwner.MENTOR,
        "Travel warrant to the address, last bus or train, who drives, ferries.",
        leads=True,
    ),
    StandardKind(
        "housing",
        "Housing application",
        84,
        ItemOwner.PARTNER,
        "Homelessness application to the council they return to: they are threatened with homelessness already.",
    ),
    StandardKind(
        "home-kept",
        "Keeping the home they have",
        84,
        ItemOwner.MENTOR,
        "Tenancy, and how long housing costs are paid while they are inside. Ask at admission or recall.",
    ),
    StandardKind(
        "shore",
        "SHORE housing talks",
        84,
        ItemOwner.CUSTODY,
        "Sustainable Housing on Release for Everyone: on admission, during, before release, on the day, after.",
        on_sheet=False,
    ),
    StandardKind("bank-account", "Bank account", 56, ItemOwner.MENTOR, "Needed for Universal Credit."),
    StandardKind(
        "universal-credit",
        "Universal Credit prepared",
        84,
        ItemOwner.PERSON,
        "It cannot be claimed before release. Prepare it with the work coach where there is one; an advance is possible on "
        "the first day.",
    ),
    StandardKind(
        "welfare-fund",
        "Scottish Welfare Fund",
        42,
        ItemOwner.MENTOR,
        "Community Care Grant to set up a home after 3 months or more inside; Crisis Grant for living costs.",
    ),
    StandardKind("gp", "GP", 28, ItemOwner.MENTOR, "Registered before release where the practice takes it."),
    StandardKind(
        "naloxone",
        "Naloxone",
        14,
        ItemOwner.HEALTH,
        "Training inside, and the kit with their belongings when they leave.",
        on_sheet=False,
    ),
    StandardKind(
        "family",
        "Family, children and pets",
        28,
        ItemOwner.MENTOR,
        "Who knows the day? Is contact allowed? Who has their things?",
    ),
    StandardKind(
        "safety",
        "Safety",
        28,
        ItemOwner.MENTOR,
        "Threats, debts, exploitation, abuse either way. Is the address safe for them and for others?",
        on_sheet=False,
    ),
    StandardKind(
        "licence",
        "Licence, bail and court dates",
        28,
        ItemOwner.CUSTODY,
        "A copy of the conditions; whether other warrants are open.",
        on_sheet=False,
    ),
    StandardKind(
        "liberation-letter",
        "Liberation letter",
        7,
        ItemOwner.CUSTODY,
        "The Jobcentre asks for it, most of all of someone without other papers.",
        on_sheet=False,
    ),
    StandardKind(
        "clothing",
        "Clothing and belongings",
        7,
        ItemOwner.CUSTODY,
        "Clothes for the season, their property back (Prison Rules 2011, rule 132).",
    ),
    StandardKind(
        "day-one",
        "Appointments of the first day",
        7,
        ItemOwner.MENTOR,
        "Not more than four at fixed times; food and pharmacy before offices.",
    ),
    StandardKind(
        "release-pack",
        "Liberation pack",
        3,
        ItemOwner.MENTOR,
        "Contact card, list of appointments, vouchers, water and snacks, maps of places they do not know.",
    ),
)
