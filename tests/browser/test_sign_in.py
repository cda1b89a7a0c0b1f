import pytest

from tests.factories.accounts import AdministratorFactory, AuditorFactory, ManagerFactory, PrisonMentorUserFactory
from tests.factories.mentoring import MentorFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", ["mentor", "prison mentor", "manager", "administrator", "auditor"])
def test_first_page_of_every_role_is_accessible_and_fits(walker, size, role):
    make = {
        "mentor": lambda: MentorFactory().user,
        "prison mentor": PrisonMentorUserFactory,
        "manager": ManagerFactory,
        "administrator": AdministratorFactory,
        "auditor": AuditorFactory,
    }
    someone = walker(size)

    someone.sign_in(make[role]())

    someone.assert_fits_and_accessible()
