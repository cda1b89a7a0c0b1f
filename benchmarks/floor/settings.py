"""The floor: the least that a page of a signed-in person can be. Session, login, one indexed query of 25 rows."""

import os

from config.settings import DATABASES

SERVER = ("ENGINE", "HOST", "PORT", "USER", "PASSWORD")

# The floor opens a connection for each request, as Django does unless told otherwise; a second one keeps them, as the product
# does, so that nobody takes that saving for speed of our pages.
DATABASES["default"] = {key: value for key, value in DATABASES["default"].items() if key in SERVER} | {
    "NAME": os.environ["BENCH_DATABASE"],
    "CONN_MAX_AGE": 600 if os.environ.get("BENCH_KEEPS_CONNECTIONS") else 0,
}
SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
ROOT_URLCONF = "benchmarks.floor.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "benchmarks.floor.apps.FloorConfig",
]
# What django-admin startproject gives.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
