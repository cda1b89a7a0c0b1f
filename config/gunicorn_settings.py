"""How the web process runs, on a laptop and in production: python -m gunicorn -c python:config.gunicorn_settings."""

import environ

env = environ.Env()

wsgi_app = "config.wsgi:application"
bind = env.str("WEB_BIND", default="127.0.0.1:8000")
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 10
# The socket by which another tool could steer the server; nobody here does.
control_socket_disable = True
reload = env.bool("DEBUG", default=False)
accesslog = "-"
# No query string, no address, no referring page: a request's line says nothing about a person.
access_log_format = "%(m)s %(U)s %(s)s %(M)sms"
