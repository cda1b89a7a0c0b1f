pytest_plugins = [
    "tests.plugins.servers",
    "tests.plugins.chromium",
    "tests.plugins.trail",
    "tests.plugins.worker",
]
