# The commands of the project. run and test are the two of the README; they need no make.
.PHONY: run test quality fix demo bench lock setup

PYTHON := .venv/bin/python
# The settings of a production, with nothing real in them: what is checked here is what will be deployed.
PRODUCTION := env -u DEBUG THROUGHGATE_DEVELOPMENT=0 SECRET_KEY=$$(head -c 60 /dev/urandom | base64 | tr -d '\n') \
	ALLOWED_HOSTS=throughgate.example SITE_URL=https://throughgate.example \
	DATABASE_URL=postgres://throughgate@localhost/throughgate REDIS_URL=redis://localhost/0 EMAIL_URL=consolemail://

run:
	@bin/run

test:
	@bin/test

setup:
	@bin/setup

quality: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m djlint --lint --quiet templates
	bin/manage makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

fix: setup
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

# The invented people: make demo, or make demo PEOPLE=12000 for scale.
demo: setup
	bin/manage load_demo $(if $(PEOPLE),--people $(PEOPLE))

bench: setup
	$(PYTHON) -m benchmarks

# After a change to the dependencies in pyproject.toml; uv's own version stands in requirements-uv.lock.
LOCK := uv pip compile --quiet --universal --generate-hashes --python-version 3.11
lock:
	$(LOCK) pyproject.toml --group pyproject.toml:local --group pyproject.toml:test --group pyproject.toml:quality \
		-o requirements.lock
	$(LOCK) pyproject.toml -c requirements.lock -o requirements-production.lock
