from prisons.models.areas import Holiday, LiberationRulePeriod, LocalAuthority
from prisons.models.date_checks import DateCheck
from prisons.models.episodes import CustodialEpisode, PrisonStay
from prisons.models.prisons import Prison, PrisonAlias
from prisons.models.release_dates import ReleaseDate
from prisons.models.visits import VisitRoom, VisitSlot

__all__ = [
    "CustodialEpisode",
    "DateCheck",
    "Holiday",
    "LiberationRulePeriod",
    "LocalAuthority",
    "Prison",
    "PrisonAlias",
    "PrisonStay",
    "ReleaseDate",
    "VisitRoom",
    "VisitSlot",
]
