from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0010_offers_sharing_and_onward_referrals")]

    operations = [
        migrations.RemoveField(
            model_name="referral",
            name="answer_note",
        ),
        migrations.RemoveField(
            model_name="referral",
            name="answered_date",
        ),
        migrations.RemoveField(
            model_name="referral",
            name="offer_attempts",
        ),
        migrations.RemoveField(
            model_name="referral",
            name="offer_channel",
        ),
        migrations.RemoveField(
            model_name="referral",
            name="offered_date",
        ),
    ]
