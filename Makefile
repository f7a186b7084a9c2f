# Two commands do all the set-up: `make serve` and `make test`. `make` alone lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

serve: $(VENV)/.site ## build the site and serve it with live reload (sets up what it needs)
	@$(RUN) -m sitebuild serve

test: $(VENV)/.test browser ## run every test (sets up what it needs, a browser included)
	@$(RUN) -m pytest tests -m alone $(PYTEST)
	@NO_BUILD=1 $(RUN) -m pytest tests -m "not alone" -n 2 $(PYTEST)

build: $(VENV)/.site ## build the published site into site/
	@$(RUN) -m sitebuild build

offline: $(VENV)/.site ## build the copy for reading from disk: dist/*.zip
	@$(RUN) -m sitebuild offline

check: $(VENV)/.site ## everything that can be told without a browser, in seconds
	@$(RUN) -m sitebuild check

schema: $(VENV)/.site ## write the JSON Schemas of docs/data from sitebuild/records.py
	@$(RUN) -m sitebuild schema

audit: $(VENV)/.test browser ## the slow audits on every page: axe in each palette and width, Lighthouse
	@AUDIT=all $(RUN) -m pytest tests/test_accessibility.py tests/test_speed.py -s $(PYTEST)

bench: $(VENV)/.test ## page weight and build time beside Sphinx with Furo, as ratios
	@$(RUN) tests/bench.py

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra check -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --all-extras -c requirements.txt -o requirements-test.txt

clean: ## remove everything that was built or installed here
	rm -rf site dist $(VENV) tests/node_modules .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

# ---- set-up, done once and again when a lock file changes
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12 …"; exit 1; }
	@echo "Set-up 1 of 2: a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Set-up 2 of 2: installing the site's packages (about a minute the first time)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-test.txt tests/package-lock.json $(VENV)/.site
	@echo "Set-up of the tests 1 of 2: Python packages, among them Node.js and Java"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@echo "Set-up of the tests 2 of 2: axe, Lighthouse and the Nu HTML checker"
	@cd tests && npm ci --silent --no-audit --no-fund
	@touch $@

browser: $(VENV)/.test
	@$(RUN) tests/browser.py

.PHONY: help serve test build offline check schema audit bench lock clean browser
