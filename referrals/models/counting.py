from django.db import models


class CountingRules(models.Model):
    """How a programme counts its meetings and reads the minimum standards: every question they leave open is a setting.

    The defaults are those of the design (domain.md section 4, table of ambiguities). What counts as a pre-release meeting is
    `mentoring.Meeting.pre_release`, the rules that read the rest are in `mentoring/standards/`.
    """

    video_minutes = models.PositiveSmallIntegerField(
        "a video call counts as a meeting from, minutes",
        null=True,
        blank=True,
        default=15,
        help_text="Leave empty if video calls never count.",
    )
    phone_meetings_most = models.PositiveSmallIntegerField(
        "phone calls that count while visits are suspended, at most",
        default=1,
        help_text="Only those recorded as instead of a visit; they are shown with a mark. 0: never.",
    )
    letters_count = models.BooleanField("letters, Email a Prisoner and texts count as meetings", default=False)
    cell_door_counts = models.BooleanField("a talk at the cell door counts as a meeting", default=False)
    company_counts = models.BooleanField(
        "a talk with others there, such as a group or family, counts as a meeting", default=False
    )
    several_a_day_count = models.BooleanField("two meetings on one day count as two", default=False)
    on_the_day_counts = models.BooleanField("a meeting inside on the day of liberation counts", default=False)
    each_prison_alone = models.BooleanField("only meetings in the present prison count after a transfer", default=False)
    episodes_add_up = models.BooleanField("meetings of an earlier time in custody count too", default=False)
    cancelled_count_as_offered = models.BooleanField(
        "visits that were cancelled or not attended count as offered", default=True
    )
    joint_counts_for_both = models.BooleanField("a meeting of two mentors counts for both", default=True)
    handover_counts = models.BooleanField(
        "a planned handover with a joint meeting keeps “same mentor through the gate”", default=True
    )
    short_days = models.PositiveSmallIntegerField(
        "fewer days than this between agreeing and liberation are too short for all the meetings",
        default=21,
        help_text="They are counted apart, by a smaller number of meetings. 0: nobody is counted apart.",
    )
    short_days_per_meeting = models.PositiveSmallIntegerField(
        "one meeting is then asked for every, days", default=7, help_text="At least one meeting is always asked for."
    )
    court_release_counts = models.BooleanField(
        "people on remand released by a court are judged by the meetings", default=False
    )
    moved_day_excuses = models.BooleanField("a liberation day brought forward excuses a missing meeting", default=False)
    consent_days_after = models.PositiveSmallIntegerField(
        "the first meeting may come before they agree to take part by, days", default=1
    )
    early_referral_days = models.PositiveSmallIntegerField("a referral is early enough, days before", default=84)
    first_contact_days = models.PositiveSmallIntegerField(
        "somebody not met at the gate is spoken with within, days after release", default=2
    )
    months_as_weeks = models.BooleanField(
        "the months of support are counted in weeks: six months are 26 weeks", default=False
    )
    in_contact_days = models.PositiveSmallIntegerField(
        "at the end of the months of support, spoken with in the last, days", default=28
    )
    early_ending_counts = models.BooleanField("support that they agreed to end early is long enough", default=True)
    return_excuses = models.BooleanField("who returns to custody is counted apart", default=True)
    ending_talk_days = models.PositiveSmallIntegerField(
        "a planned ending is talked about before the last day of support, days", default=28
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_asks_a_meeting_every_some_days", condition=models.Q(short_days_per_meeting__gte=1)
            ),
            models.CheckConstraint(
                name="%(class)s_video_takes_some_time",
                condition=models.Q(video_minutes=None) | models.Q(video_minutes__gte=1),
            ),
        ]
