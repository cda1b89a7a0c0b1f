# Production's image: web, worker, beat and migrate are this one image with different commands (docker-compose.yml).
FROM python:3.13-slim AS packages
WORKDIR /build
COPY requirements-uv.lock requirements-production.lock ./
RUN python -m pip install --no-cache-dir --root-user-action=ignore --require-hashes -r requirements-uv.lock \
    && uv venv /opt/venv --python python3.13 \
    && uv pip sync --no-cache --compile-bytecode --require-hashes --python /opt/venv/bin/python requirements-production.lock

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings THROUGHGATE_DEVELOPMENT=0 WEB_BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --no-create-home throughgate
WORKDIR /srv/throughgate
COPY --from=packages /opt/venv /opt/venv
COPY . .
# The key is for this one command; the image holds no secret.
RUN SECRET_KEY="$(head -c 60 /dev/urandom | base64 | tr -d '\n')" python manage.py collectstatic --noinput --verbosity 0
USER throughgate
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "python:config.gunicorn_settings"]
