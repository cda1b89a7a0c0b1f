"""Questions the tests of early release ask of the record."""

from liberations.services.schemes import apply_scheme


def day_of(case):
    return case.episode.release_dates.current().get().liberation_date


def people(scheme):
    return {member.episode.person for member in scheme.members.all()}


def member_of(scheme, case):
    return scheme.members.get(episode=case.episode)


def shift(scheme, by):
    """Apply it as somebody does who has just looked at it."""
    scheme.refresh_from_db()
    return apply_scheme(scheme=scheme, read_at_version=scheme.version, by=by)
