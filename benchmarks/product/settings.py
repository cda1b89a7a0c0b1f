"""The product as it is, in a database of the benchmark, with a count of SQL for requests that ask for it."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
MIDDLEWARE = ["benchmarks.product.counting.CountingMiddleware", *MIDDLEWARE]
STATIC_ROOT = Path(os.environ["BENCH_DIRECTORY"]) / "static"
