from django.db import models


class Jurisdiction(models.TextChoices):
    SCOTLAND = "scotland", "Scotland"
    ENGLAND_AND_WALES = "england-wales", "England and Wales"


class LegalStatus(models.TextChoices):
    SENTENCED = "sentenced", "Sentenced"
    REMAND = "remand", "On remand"
    RECALL = "recall", "Recalled"


class SentenceBand(models.TextChoices):
    """Length of the sentence as given by the court; the limit of a programme is set in these bands."""

    UNDER_12_MONTHS = "under-12-months", "Under 12 months"
    FROM_1_TO_4_YEARS = "1-to-4-years", "12 months to under 4 years"
    FOUR_YEARS_OR_MORE = "4-years-or-more", "4 years or more"
    LIFE = "life", "Life or OLR"
    NOT_KNOWN = "not-known", "Not known"


class DateKind(models.TextChoices):
    """What kind of date this is. Dates of HDC, parole and the courts are chosen, not worked out."""

    SENTENCE = "sentence", "Sentence end (as calculated)"
    PRISON_STATED = "prison-stated", "Liberation day stated by the prison"
    HDC = "hdc", "Home detention curfew"
    PAROLE = "parole", "Parole"
    COURT = "court", "Freed by a court"
    EMERGENCY = "emergency", "Early release scheme"


# Somebody sets the day itself: from the end of the sentence nothing is worked out.
SET_KINDS = frozenset({DateKind.HDC, DateKind.PAROLE, DateKind.COURT, DateKind.EMERGENCY})


class DateSource(models.TextChoices):
    PRISON_LIST = "prison-list", "Prison's list"
    LETTER = "letter", "Letter from the prison"
    PHONE = "phone", "Phone call with the prison"
    PORTAL = "portal", "Prison portal"
    PERSON = "person", "The person"
    COURT = "court", "Court"
    ANNOUNCEMENT = "announcement", "Announcement by the government"


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    PROVISIONAL = "provisional", "Provisional"


class CheckOutcome(models.TextChoices):
    """What we heard when we asked again about a release date."""

    CONFIRMED = "confirmed", "Still right"
    STILL_UNKNOWN = "still-unknown", "Still not known"
    NO_ANSWER = "no-answer", "No answer"


# Somebody knew, so nobody need ask for a while.
ANSWERS = frozenset({CheckOutcome.CONFIRMED, CheckOutcome.STILL_UNKNOWN})


class ReleasedHow(models.TextChoices):
    GATE = "gate", "From the prison"
    COURT = "court", "From court"
    OTHER = "other", "Another way"
    TOLD = "told", "As they told us"


class PrisonState(models.TextChoices):
    """Where a prison stands on a day; worked out from its dates, never stored."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    TO_OPEN = "to-open", "Not open yet"


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 numbers them."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class RuleLaw(models.TextChoices):
    """The law behind each rule of `liberation_rules.Rule`, as an administrator knows it; the values are the same."""

    SCOTLAND = "scotland", "1993 Act, section 27(7)"
    SCOTLAND_SECTION_8 = "scotland-section-8", "2023 Act, section 8"
    ENGLAND_WALES = "england-wales", "1961 Act, section 23(3)"
    ENGLAND_WALES_POLICY = "england-wales-policy", "2023 Act with the release policy"
