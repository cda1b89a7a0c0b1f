"""Several things at the same moment, each on a connection of its own; for tests with `transaction=True`."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def at_once(times: int, work: Callable[[], object]) -> list:
    """Call `work` in so many threads that start together; what each returned. An exception of any is raised."""
    barrier = threading.Barrier(times)

    def call():
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(call) for _ in range(times)]]
