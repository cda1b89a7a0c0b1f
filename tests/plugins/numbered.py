"""What the factories number begins at the same number in every test: no test depends on which ran before it."""

from collections.abc import Iterator

import pytest
from factory.django import DjangoModelFactory

# As many digits for all that a test can make: "Family100010" stands after "Family100009", and no name holds another.
FIRST = 100_000


@pytest.fixture(autouse=True)
def _factories_begin_anew() -> None:
    for each in _kinds(DjangoModelFactory):
        each.reset_sequence(FIRST, force=True)


def _kinds(of: type) -> Iterator[type]:
    """The factories there are of a model."""
    for each in of.__subclasses__():
        if each._meta.model is not None:
            yield each
        yield from _kinds(each)
