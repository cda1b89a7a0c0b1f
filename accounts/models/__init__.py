from accounts.models.calendar_links import CalendarLink
from accounts.models.sign_in import PasswordLink, SignInTries
from accounts.models.teams import Team
from accounts.models.users import User

__all__ = ["CalendarLink", "PasswordLink", "SignInTries", "Team", "User"]
