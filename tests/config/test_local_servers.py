import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_in_a_test_is_the_checkouts_own():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database(), current_setting('fsync')")

        assert cursor.fetchone() == ("throughgate", "test_throughgate", "off")
