from django.db import models


class OutcomeTopic(models.TextChoices):
    """What is asked at every reading (product.md step 8)."""

    ACCOMMODATION = "accommodation", "Somewhere to live"
    BENEFITS = "benefits", "Benefits"
    GP = "gp", "Doctor"
    TREATMENT = "treatment", "Treatment"
    WORK = "work", "Job, education or training"
    FAMILY = "family", "Family"
    CUSTODY = "custody", "Back in custody"


class OutcomeAnswer(models.TextChoices):
    """Every answer there is; ANSWERS says which belong to a topic. The last three belong to all."""

    OWN_HOME = "own-home", "Own tenancy or home"
    WITH_FAMILY = "with-family", "With family, for as long as they want"
    SUPPORTED = "supported", "Supported accommodation"
    FOR_NOW = "for-now", "With somebody, for now"
    TEMPORARY = "temporary", "Hostel, bed and breakfast or other temporary place"
    HOSPITAL = "hospital", "Hospital or rehab"
    NOWHERE = "nowhere", "Nowhere to stay"
    IN_PAYMENT = "in-payment", "In payment"
    APPLIED = "applied", "Applied for, not paid yet"
    STOPPED = "stopped", "Stopped or reduced"
    NOT_CLAIMED = "not-claimed", "Not claimed"
    GP_SEEN = "gp-seen", "Registered, and seen since release"
    GP_REGISTERED = "gp-registered", "Registered"
    GP_NONE = "gp-none", "Not registered"
    IN_TREATMENT = "in-treatment", "In treatment"
    FINISHED = "finished", "Finished as planned"
    WAITING = "waiting", "Waiting for it"
    LEFT = "left", "Stopped before the end"
    NO_TREATMENT = "no-treatment", "Would like it, has none"
    JOB = "job", "In a job"
    EDUCATION = "education", "In education"
    TRAINING = "training", "In training or on a course"
    VOLUNTEERING = "volunteering", "Volunteering"
    LOOKING = "looking", "Looking for something"
    NOT_NOW = "not-now", "Not now"
    AS_WANTED = "as-wanted", "In touch as they want"
    LESS = "less", "In touch less than they want"
    NO_FAMILY = "no-family", "No contact, and they miss it"
    NOT_RETURNED = "not-returned", "Not back in custody"
    RETURNED = "returned", "Was or is back in custody"
    NOT_ASKED = "not-asked", "Not asked"
    NOT_KNOWN = "not-known", "Not known"
    NOT_APPLICABLE = "not-applicable", "Does not apply"


_A = OutcomeAnswer
NO_ANSWER = (_A.NOT_ASKED, _A.NOT_KNOWN, _A.NOT_APPLICABLE)
ANSWERS = {
    OutcomeTopic.ACCOMMODATION: (
        _A.OWN_HOME,
        _A.WITH_FAMILY,
        _A.SUPPORTED,
        _A.FOR_NOW,
        _A.TEMPORARY,
        _A.HOSPITAL,
        _A.NOWHERE,
    ),
    OutcomeTopic.BENEFITS: (_A.IN_PAYMENT, _A.APPLIED, _A.STOPPED, _A.NOT_CLAIMED),
    OutcomeTopic.GP: (_A.GP_SEEN, _A.GP_REGISTERED, _A.GP_NONE),
    OutcomeTopic.TREATMENT: (_A.IN_TREATMENT, _A.FINISHED, _A.WAITING, _A.LEFT, _A.NO_TREATMENT),
    OutcomeTopic.WORK: (_A.JOB, _A.EDUCATION, _A.TRAINING, _A.VOLUNTEERING, _A.LOOKING, _A.NOT_NOW),
    OutcomeTopic.FAMILY: (_A.AS_WANTED, _A.LESS, _A.NO_FAMILY),
    OutcomeTopic.CUSTODY: (_A.NOT_RETURNED, _A.RETURNED),
}
# Of which the day they started is asked, so that it can be said whether they last.
STARTED = (_A.JOB, _A.EDUCATION, _A.TRAINING)
# Somewhere to live that need not be left tomorrow.
SETTLED = frozenset({_A.OWN_HOME, _A.WITH_FAMILY, _A.SUPPORTED})


class OutcomeSource(models.TextChoices):
    """Who or what an answer rests on."""

    PERSON = "person", "They told us"
    SEEN = "seen", "We saw it ourselves"
    FAMILY = "family", "Their family told us"
    PARTNER = "partner", "A partner agency told us"
    PAPER = "paper", "A letter or another paper"
    RECORD = "record", "Our own record"
