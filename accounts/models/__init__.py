from accounts.models.sign_in import PasswordLink, SignInTries
from accounts.models.teams import Team
from accounts.models.users import User

__all__ = ["PasswordLink", "SignInTries", "Team", "User"]
