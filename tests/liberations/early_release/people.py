"""Questions the tests of early release ask of the record."""


def day_of(case):
    return case.episode.release_dates.current().get().liberation_date


def people(scheme):
    return {member.episode.person for member in scheme.members.all()}


def member_of(scheme, case):
    return scheme.members.get(episode=case.episode)
