# Every target sets up what it needs first. Variables may be given: make run PORT=9000, make test DATABASE_URL=…
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON_BIN := .venv/bin/python
LAUNCHER := $(PYTHON_BIN) -m launcher
# A command that needs the settings but no server, or production's settings with made-up secrets.
NOWHERE := DATABASE_URL=postgresql://none:none@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0
PRODUCTION := $(NOWHERE) DJANGO_SETTINGS_MODULE=passculture_pro.settings.base DEBUG=false \
  SECRET_KEY=made-up-for-the-deployment-check-0123456789-abcdefghijkl \
  FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
  ALLOWED_HOSTS=partenaires.example SITE_URL=https://partenaires.example
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock" pyproject.toml $(ARGS)

.PHONY: help setup run test test-fast test-slow chaos bench check format-check lint fix types contracts migrations \
  deploy-check schema schema-check seed reset manage lock

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@bin/setup

run: ## Start the portal with its demonstration world: http://127.0.0.1:8000 (PORT=… for another)
	@setpriv --pdeathsig TERM -- bin/run

test: ## Run the tests on real servers, in parallel (ARGS="tests/bookings -k cancel" for some of them)
	@bin/test $(ARGS)

test-fast: setup ## Run the tests that need no server: rules, states, money, dates
	@$(LAUNCHER) test --no-database $(ARGS)

test-slow: setup ## Run the long seeded runs
	@$(LAUNCHER) test -m nightly $(ARGS)

chaos: setup ## Kill the servers and the workers under load (none yet: they come with the finance issue)
	@$(LAUNCHER) test -n 0 -s -m chaos $(ARGS) || { code=$$?; [ $$code -eq 5 ] || exit $$code; echo 'No such test yet.'; }

bench: setup ## Measure, each figure against a floor or a peer of the same run
	@$(LAUNCHER) test -n 0 -s -m bench $(ARGS)

check: setup format-check lint types contracts migrations deploy-check schema-check ## Format, lint, types, contracts, migrations, deployment, API document
	@echo 'All checks passed.'

format-check: setup
	@echo '— format' && $(PYTHON_BIN) -m ruff format --check .

lint: setup
	@echo '— lint' && $(PYTHON_BIN) -m ruff check .

fix: setup ## Format, and mend what lint can mend
	@$(PYTHON_BIN) -m ruff format . && $(PYTHON_BIN) -m ruff check --fix .

types: setup ## Check the types
	@echo '— types' && $(NOWHERE) $(PYTHON_BIN) -m mypy

contracts: setup ## Check that the apps only import from those below them
	@echo '— import contracts' && $(NOWHERE) .venv/bin/lint-imports

migrations: setup
	@echo '— missing migrations'
	@$(LAUNCHER) temporary $(PYTHON_BIN) manage.py makemigrations --check --dry-run

deploy-check: setup
	@echo '— deployment' && $(PRODUCTION) $(PYTHON_BIN) manage.py check --deploy --fail-level WARNING

schema: setup ## Write docs/openapi.yaml, the document of the mobile API
	@$(NOWHERE) $(PYTHON_BIN) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

schema-check: setup
	@echo '— API document'
	@mkdir -p var && $(NOWHERE) $(PYTHON_BIN) manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || { echo 'docs/openapi.yaml is out of date: make schema'; exit 1; }

seed: setup ## Make the demonstration world if it is missing
	@bin/manage migrate --noinput && bin/manage seed_demo

reset: setup ## Make the demonstration world anew (what was added to it is lost)
	@bin/manage migrate --noinput && bin/manage seed_demo --reset

manage: ## Run manage.py on the development data: make manage ARGS="reconcile" (or bin/manage reconcile)
	@bin/manage $(ARGS)

lock: setup ## Write requirements/*.lock again from pyproject.toml (ARGS=--upgrade for newer versions)
	@[ -x .venv/bin/uv ] || $(PYTHON_BIN) -m pip install --quiet uv
	@$(COMPILE) -o requirements/base.lock
	@$(COMPILE) --group dev -o requirements/dev.lock
