"""The access table: a file for each app, a row for each URL. What a row says: tests/access.py."""

from tests.access_rows import (
    accounts,
    audit,
    desk,
    endings,
    first_days,
    keeping_contact,
    liberations,
    mentoring,
    money,
    notifications,
    packs,
    people,
    prisons,
    referrals,
    roles,
    sharing,
)

TABLE = (
    accounts.ROWS
    | audit.ROWS
    | desk.ROWS
    | endings.ROWS
    | keeping_contact.ROWS
    | first_days.ROWS
    | liberations.ROWS
    | mentoring.ROWS
    | money.ROWS
    | notifications.ROWS
    | packs.ROWS
    | people.ROWS
    | prisons.ROWS
    | referrals.ROWS
    | roles.ROWS
    | sharing.ROWS
)
