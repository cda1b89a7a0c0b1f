"""make bench."""

import os
import time
from pathlib import Path

# Servers of its own, beside those of bin/run and bin/test; with DATABASE_URL, databases of its own on that server.
os.environ.setdefault("THROUGHGATE_INSTANCE", "bench")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["THROUGHGATE_DEVELOPMENT"] = "1"

from django.conf import settings

from benchmarks.client import Browser, by_turns, p50, p95, under_load
from benchmarks.pages import LARGE, LIMITS, MANAGER, Page, pages
from benchmarks.processes import (
    answer_of,
    drop_databases,
    environment,
    make_database,
    served,
    work_directory,
)
from benchmarks.report import Line, show, summary
from config.local_servers import addresses, lease

SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "12000,120000").split(",")]
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
TIMES = int(os.environ.get("BENCH_TIMES", "150"))
KEEP = os.environ.get("BENCH_KEEP") == "1"
CLIENTS = 8
LONGEST_TAIL = 1.5
MOST_STATEMENTS = 10
HEAVIEST_KILOBYTES = 12
GROWTH, GROWTH_OF_LARGE = 1.15, 2.0
LONGEST_LIST_SECONDS, MOST_LIST_MEGABYTES = 5, 200


def database_names(cases: int) -> tuple[str, str]:
    return f"throughgate_bench_{cases}", f"throughgate_bench_floor_{cases}"


def measure(cases: int, directory: Path) -> tuple[list[Line], dict[str, float]]:
    """All pages at one size. Returns the lines of the table and the p50 of each page in floors."""
    product, floor = database_names(cases)
    for name in (product, floor):
        make_database(settings.DATABASES["default"], name, keep=KEEP)
    product_env = environment("benchmarks.product.settings", product, directory)
    floor_env = environment("benchmarks.floor.settings", floor, directory)
    begun = time.monotonic()
    subjects = answer_of("benchmarks.product.prepare", cases, env=product_env)
    print(
        f"\n{subjects['open_cases']:,} open cases ({time.monotonic() - begun:.0f} s to build): the large team has "
        f"{subjects['open_of_large_manager']:,}, an ordinary one {subjects['open_of_manager']:,}, a mentor "
        f"{subjects['open_of_mentor']}; the long record has {subjects['longest_contacts']} contacts."
    )
    floor_session = answer_of("benchmarks.floor.prepare", cases, env=floor_env)["session"]
    lines, ratios = [], {}
    with (
        served("benchmarks.floor.wsgi:application", floor_env) as floor_port,
        served("benchmarks.floor.wsgi:application", floor_env | {"BENCH_KEEPS_CONNECTIONS": "1"}) as kept_port,
        served("config.wsgi:application", product_env) as product_port,
    ):
        at_floor = Browser(floor_port, floor_session)
        at_kept = Browser(kept_port, floor_session)
        floor_per_second = under_load(
            _floor_call, [Browser(floor_port, floor_session) for _ in range(CLIENTS)], seconds=SECONDS
        )
        for page in pages(subjects):
            found, ratio = _page_lines(page, product_port, at_floor, at_kept, floor_per_second)
            show(f"{page.name}, {cases:,} cases", found)
            lines += found
            ratios[page.name] = ratio
    jobs = job_lines(answer_of("benchmarks.product.jobs", env=product_env))
    show(f"Jobs, {cases:,} cases", jobs)
    weekly = list_lines(answer_of("benchmarks.product.lists", env=product_env))
    show(f"A prison's list, {cases:,} cases", weekly)
    return [*lines, *jobs, *weekly], ratios


def _floor_call(browser: Browser) -> float:
    return _checked(browser.get("/"), 200)


def _checked(answer, expected: int) -> float:
    if answer.status != expected:
        raise SystemExit(f"Expected {expected}, got {answer.status}: {answer.body[:500]!r}")
    return answer.seconds


def _page_lines(
    page: Page, port: int, at_floor: Browser, at_kept: Browser, floor_per_second: float
) -> tuple[list[Line], float]:
    browser = Browser(port, page.session)
    counted = page.call(browser) if page.expected != 200 else None
    floors, kept, taken = by_turns(
        lambda: _floor_call(at_floor),
        lambda: _floor_call(at_kept),
        lambda: _checked(page.call(browser), page.expected),
        times=TIMES,
    )
    ratio = p50(taken) / p50(floors)
    detail = (
        f"{p50(taken) * 1000:.1f} ms, floor {p50(floors) * 1000:.1f} ms; "
        f"{p50(taken) / p50(kept):.1f}x a floor that keeps its connections ({p50(kept) * 1000:.1f} ms)"
    )
    lines = [
        Line("p50, one client", ratio, page.limit, detail=detail),
        Line("p95, in p50", p95(taken) / p50(taken), LONGEST_TAIL, detail=f"floor {p95(floors) / p50(floors):.2f}x"),
    ]
    if counted is None:
        counted = _counted_get(page, browser)
        lines.append(Line("gzipped", counted.gzipped_kilobytes, HEAVIEST_KILOBYTES, " KB"))
        rate = under_load(
            lambda each: _checked(page.call(each), page.expected),
            [Browser(port, page.session) for _ in range(CLIENTS)],
            seconds=SECONDS,
        )
        lines.append(
            Line(
                f"{CLIENTS} clients",
                rate,
                unit="/s",
                detail=f"floor {floor_per_second:.0f}/s: {floor_per_second / rate:.2f}x",
            )
        )
    _checked(counted, page.expected)
    statements = int(counted.headers["X-SQL-Statements"])
    limit = MOST_STATEMENTS if page.expected == 200 else None
    lines.append(Line("SQL statements", statements, limit, "", detail=f"{counted.headers['X-SQL-Milliseconds']} ms"))
    return lines, ratio


def _counted_get(page: Page, browser: Browser):
    counting = Browser(browser.port, page.session)
    get = counting.get
    counting.get = lambda path, **headers: get(path, **headers, **{"X-Count-SQL": "1"})
    return page.call(counting)


def job_lines(found: dict) -> list[Line]:
    lines = []
    for name in ("reminders", "flags"):
        job = found[name]
        hand = job["by_hand"]
        detail = f"{job['seconds']:.2f} s for {job['rows']:,} rows; by hand {hand:.2f} s for {job['rows_by_hand']:,}"
        lines.append(Line(f"{name}: first run, in hand-written statements", job["seconds"] / hand, 1.5, detail=detail))
        lines.append(Line(f"{name}: second run", job["second_run"] / hand, 0.3, detail=f"{job['second_run']:.2f} s"))
        lines.append(Line(f"{name}: rows written by the second run", job["rows_again"], 0, ""))
    together = found["at_once"]
    lines.append(Line("reminders: five at once, rows too many", abs(together["together"] - together["one"]), 0, ""))
    claims = found["claims"]
    rate = claims["claimed"] / claims["seconds"]
    lines.append(
        Line("claims of what to send", rate, 10_000, "/s", at_least=True, detail=f"{claims['claimed']:,} claimed")
    )
    return lines


def list_lines(found: dict) -> list[Line]:
    """A prison's list in its second week: looked at, and applied."""
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found["kinds"].items()))
    return [
        line
        for name in ("preview", "apply")
        for line in (
            Line(f"{name} of {found['rows']:,} rows", found[name]["seconds"], LONGEST_LIST_SECONDS, " s", detail=kinds),
            Line(f"{name}: memory above idle", found[name]["megabytes"], MOST_LIST_MEGABYTES, " MB"),
        )
    ]


def weight_lines(directory: Path) -> list[Line]:
    """What a page brings along, as whitenoise has compressed it."""
    kilobytes = {
        ending: sum(path.stat().st_size for path in (directory / "static").rglob(f"*{ending}.br")) / 1024
        for ending in (".css", ".js")
    }
    return [
        Line("CSS, compressed", kilobytes[".css"], 8, " KB"),
        Line("JavaScript, compressed", kilobytes[".js"], 4, " KB"),
    ]


def growth_lines(ratios: dict[int, dict[str, float]]) -> list[Line]:
    small, large = min(ratios), max(ratios)
    lines = [
        Line(name, ratios[large][name] / ratios[small][name], GROWTH)
        for name in ratios[small]
        if name in LIMITS and large > small
    ]
    of_large = ratios[large][LARGE] / ratios[large][MANAGER]
    return [*lines, Line(f"{LARGE}, in an ordinary manager's", of_large, GROWTH_OF_LARGE)]


def main() -> None:
    database = settings.DATABASES["default"]
    kinds = [kind for kind in lease.wanted() if kind == "postgres"]
    with (
        lease.hold(addresses.instance(), kinds),
        work_directory(addresses.home(addresses.instance()) / "work") as directory,
    ):
        lines, ratios = [], {}
        for cases in SIZES:
            found, ratios[cases] = measure(cases, directory)
            lines += found
        growth = growth_lines(ratios)
        show(f"Growth from {min(SIZES):,} to {max(SIZES):,} cases", growth)
        weight = weight_lines(directory)
        show("Weight of what every page brings along", weight)
        print(summary([*lines, *growth, *weight]))
        if not KEEP:
            drop_databases(database, [name for cases in SIZES for name in database_names(cases)])


if __name__ == "__main__":
    main()
