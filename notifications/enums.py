from django.db import models


class Kind(models.TextChoices):
    """What a notice is about. The text of each kind is in notifications/texts.py and names nobody."""

    RELEASE_REMINDER = "release-reminder", "Liberation coming up"
    RELEASE_DATE_MOVED = "release-date-moved", "A liberation day has moved"
    RELEASE_DATE_KNOWN = "release-date-known", "A liberation day is known now"
    TRANSFERRED = "transferred", "Someone has moved prison"
    ALLOCATED = "allocated", "Someone has been allocated to you"
    ALLOCATION_TAKEN_BACK = "allocation-taken-back", "Someone is no longer allocated to you"
    HANDOVER_PLANNED = "handover-planned", "Someone is passed on from one mentor to another"
    COVERING = "covering", "You cover for another mentor"
    MATCH_CHANGE = "match-change", "Another mentor is to be found"
    MENTOR_LEFT = "mentor-left", "A mentor has left and their people need somebody"
    FEWER_MEETINGS = "fewer-meetings", "Fewer pre-release meetings than needed"
    LIBERATION_PASSED = "liberation-passed", "A liberation day has passed and nobody has said what happened"
    FOLLOW_UP_OVERDUE = "follow-up-overdue", "Follow-up is overdue"
    GATE_NOT_MET = "gate-not-met", "Someone was not met at the gate"
    GATE_ASKED = "gate-asked", "Can you be at a gate?"
    GATE_CANNOT = "gate-cannot", "A mentor cannot be at a gate"
    GATE_UNANSWERED = "gate-unanswered", "Nobody has said they will be at a gate"
    CONCERN = "concern", "A concern has been recorded"
    OTHER_TEAM = "other-team", "Another team has taken in a referral"
    CONNECTION = "connection", "Someone on your team knows a person here"
    CONNECTION_UNSEEN = "connection-unseen", "A team needs another manager for a record"
    RECORDS_MERGED = "records-merged", "Two records of one person were merged"
