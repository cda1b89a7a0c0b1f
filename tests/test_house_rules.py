"""The laws of docs/architecture.md that a program can check. Layers between modules are import-linter's (pyproject.toml)."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices

ROOT = Path(__file__).resolve().parent.parent
# From the floor to the roof.
HOUSE = (
    "core",
    "audit",
    "notifications",
    "accounts",
    "people",
    "prisons",
    "referrals",
    "mentoring",
    "liberations",
    "desk",
    "demo",
    "config",
)
LONGEST_FILE = 400
# Modules that hold SQL of their own: sweeps (one statement over many rows), and what the ORM has no words for.
# The timeline asks for a page of a kept query.
SQL_MODULES = {"core/once.py", "core/progress.py", "desk/selectors/timeline.py"}
# Consequences of somebody's act, called by the service that has their name.
WITHOUT_BY = {
    # Asks whether something may be done, and does nothing.
    "people/services/consents.py: need_consent",
    "notifications/services/jobs.py",
    "notifications/services/messages.py",
    "notifications/services/outbox.py",
    "notifications/services/silences.py",
    "liberations/services/replanning.py: replan",
    # Many moves at once, by whom besides.
    "liberations/services/replanning.py: replan_moves",
    "liberations/services/list_queue.py: apply_asked_lists",
}


def own_files(*suffixes) -> list[Path]:
    places = [ROOT / name for name in (*HOUSE, "tests", "benchmarks", "templates", "static") if (ROOT / name).is_dir()]
    return sorted(path for place in places for path in place.rglob("*") if path.suffix in suffixes)


def app_files() -> list[Path]:
    return [path for path in own_files(".py") if path.relative_to(ROOT).parts[0] in HOUSE]


def place(path) -> str:
    return path.relative_to(ROOT).as_posix()


def in_room(path, room) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return len(parts) > 1 and parts[1] == room


def imported(tree) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in app_files()}


def test_foreign_keys_look_down():
    user = apps.get_model(settings.AUTH_USER_MODEL)
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model is not user
        and HOUSE.index(field.related_model._meta.app_label) > HOUSE.index(model._meta.app_label)
    ]

    assert upward == []


def test_imports_are_absolute_and_at_the_top(trees):
    wrong = []
    for path, tree in trees.items():
        top = set(tree.body)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                wrong.append(f"{place(path)}:{node.lineno} is relative")
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in top:
                wrong.append(f"{place(path)}:{node.lineno} is not at the top")

    assert wrong == []


def test_no_module_listens_to_signals(trees):
    signals = {"django.db.models.signals", "django.dispatch", "django.contrib.auth.signals", "django.core.signals"}

    assert [place(path) for path, tree in trees.items() if imported(tree) & signals] == []


def test_services_import_no_tasks(trees):
    wrong = [
        place(path)
        for path, tree in trees.items()
        if in_room(path, "services")
        for name in imported(tree)
        if name.split(".")[0] == "celery" or ".tasks" in name
    ]

    assert wrong == []


def test_services_name_who_acts(trees):
    wrong = []
    for path, tree in trees.items():
        if not in_room(path, "services") or path.stem == "sweeps" or place(path) in WITHOUT_BY:
            continue
        for service in tree.body:
            if not isinstance(service, ast.FunctionDef) or service.name.startswith("_"):
                continue
            if f"{place(path)}: {service.name}" in WITHOUT_BY:
                continue
            if service.args.args or service.args.posonlyargs:
                wrong.append(f"{place(path)}: {service.name} takes arguments without names")
            if "by" not in {each.arg for each in service.args.kwonlyargs}:
                wrong.append(f"{place(path)}: {service.name} does not say `by` whom")

    assert wrong == []


def test_raw_sql_is_in_sweeps_and_migrations_only(trees):
    wrong = []
    for path, tree in trees.items():
        allowed = path.stem == "sweeps" or "sweeps" in path.parts or "migrations" in path.parts
        if allowed or "local_servers" in path.parts or place(path) in SQL_MODULES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in {"raw", "extra", "cursor", "RawSQL"}:
                    wrong.append(f"{place(path)}:{node.lineno} {called}")

    assert wrong == []


def test_files_are_short():
    long = {
        place(path): lines
        for path in own_files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) >= LONGEST_FILE
    }

    assert long == {}


def test_no_room_for_odds_and_ends():
    assert [place(path) for path in app_files() if path.stem in {"utils", "helpers", "common", "misc", "signals"}] == []


def test_moves_say_something_of_every_state(trees):
    wrong = []
    for path in trees:
        if not in_room(path, "enums"):
            continue
        module = place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name, moves in vars(importlib.import_module(module)).items():
            if not name.endswith("MOVES"):
                continue
            states = type(next(iter(moves)))
            assert issubclass(states, TextChoices)
            if set(moves) != set(states) or not all(set(after) <= set(states) for after in moves.values()):
                wrong.append(f"{module}.{name}")

    assert wrong == []


def test_views_are_functions(trees):
    wrong = [
        f"{place(path)}:{node.lineno}"
        for path, tree in trees.items()
        if in_room(path, "views")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    generic = [place(path) for path, tree in trees.items() if "django.views.generic" in imported(tree)]

    assert wrong + generic == []


def test_forms_save_nothing(trees):
    wrong = [
        f"{place(path)}:{node.lineno}"
        for path, tree in trees.items()
        if in_room(path, "forms") or in_room(path, "views")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"save", "create", "bulk_create", "delete", "update_or_create"}
    ]

    assert wrong == []


def test_templates_print_no_text_unescaped():
    # The form pack gets markup that Django has rendered already (ADR 0005); no other template does.
    found = [
        place(path)
        for path in own_files(".html")
        if (ROOT / "templates" / "ui") not in path.parents and re.search(r"\|\s*safe\b", path.read_text())
    ]

    assert found == []


def test_forms_name_their_fields(trees):
    # A form made from a model takes in whatever field the model gets next.
    assert [place(path) for path, tree in trees.items() if any("ModelForm" in name for name in imported(tree))] == []


@pytest.mark.parametrize(
    "forbidden",
    [
        r"autoescape\s+off",
        r"\sstyle\s*=",
        r"<style\b",
        r"<script(?![^>]*\ssrc=)",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"<t[a-z]+[^>]*\srole=",
        r"\b(?:offender|prisoner|inmate)s?\b",
    ],
)
def test_templates_are_safe_under_the_strict_policy(forbidden):
    pattern = re.compile(forbidden, re.IGNORECASE)
    found = [
        f"{place(path)}: {match.group()}"
        for path in own_files(".html")
        if "tests" not in path.parts
        for match in pattern.finditer(path.read_text())
    ]

    assert found == []


def test_decisions_are_numbered_without_gaps():
    files = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [path.name[:4] for path in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    for path in files:
        assert path.read_text().startswith(f"# {int(path.name[:4])}. "), path.name


def test_words_stand_in_the_order_of_the_alphabet():
    lines = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    words = [line.split("|")[1].strip().casefold() for line in lines if line.startswith("| ")][1:]

    assert words == sorted(words)
