"""What each column of the table answers: a status for each of tests.access.ACTORS, in its order."""

#               anon gone pris else comm else mana else admi audi
ANYONE = "      200  200  200  200  200  200  200  200  200  200"
STAFF = "       in   in   200  200  200  200  200  200  200  200"
CASEWORKERS = " in   in   200  200  200  200  200  200  403  403"
DIRECTORY = "   in   in   200  200  200  200  200  200  200  403"
RECORD = "      in   in   200  404  200  404  200  404  403  403"
TAKING_IN = "   in   in   200  200  403  403  200  200  403  403"
TRIAGE = "      in   in   200  404  403  403  200  404  403  403"
MANAGERS = "    in   in   403  403  403  403  200  200  403  403"
MANAGED = "     in   in   403  403  403  403  200  404  403  403"
OWN_PAGE = "    in   in   404  404  200  404  200  404  403  403"
OWN_PROFILE = " in   in   200  200  200  200  302  302  403  403"
SUPERVISED = "  in   in   404  404  404  404  200  404  403  403"
CONFIGURE = "   in   in   403  403  403  403  403  403  200  403"
ASKERS = "      in   in   200  200  200  200  403  403  403  403"
ASKING = "      in   in   200  404  200  404  403  403  403  403"
TRAIL = "       in   in   403  403  403  403  200  200  403  200"


def moved(statuses):
    return statuses.replace("200", "302")


def not_here(statuses):
    return statuses.replace("200", "405")
