from accounts.models.teams import Team
from accounts.models.users import User

__all__ = ["Team", "User"]
