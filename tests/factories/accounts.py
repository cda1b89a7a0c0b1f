import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Team, User

PASSWORD = "walk-to-the-gate-2026"


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"worker{n}@throughgate.example")
    name = factory.Sequence(lambda n: f"Worker {n}")
    role = Role.COMMUNITY_MENTOR
    team = factory.SubFactory(TeamFactory)

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class ManagerFactory(UserFactory):
    role = Role.MANAGER


class PrisonMentorUserFactory(UserFactory):
    role = Role.PRISON_MENTOR


class AdministratorFactory(UserFactory):
    role = Role.ADMINISTRATOR
    team = None


class AuditorFactory(UserFactory):
    role = Role.AUDITOR
    team = None
