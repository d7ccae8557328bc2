# `make` alone tells what there is. Paths are relative, so that a checkout may stand in a folder with spaces.

PYTHON ?= python3
PORT ?= 8000
FULL := $(UNDERHOOD_FULL)
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site serve check test lint browser java coverage golden looks lighthouse bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: $(TOOLS) ## make the environment in .venv/, with all that tests need

# The lists are whole, so nothing is resolved (--no-deps): a package asked for with an extra would be looked for anew, and
# the day a newer one appears its hash would be missing.
$(READY): requirements/action.txt pyproject.toml
	@$(PYTHON) -c 'import sys' 2>/dev/null || { \
	  echo "error: no '$(PYTHON)' found" >&2; \
	  echo "hint: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $$($(PYTHON) --version) is too old; underhood needs Python 3.11 or newer" >&2; \
	  echo "hint: name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "error: this Python cannot make virtual environments (modules venv and ensurepip)" >&2; \
	  echo "hint: on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV) (once; about a minute)"
	@$(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip --disable-pip-version-check install -qq --no-deps --require-hashes -r requirements/action.txt
	@$(RUN) -m pip --disable-pip-version-check install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): $(READY) requirements/dev.txt requirements/alone.txt
	@echo "setting up what the tests need (once; 2 GB, a few minutes)"
	@$(RUN) -m pip --disable-pip-version-check install -qq --no-deps --require-hashes -r requirements/dev.txt
	@$(RUN) -m pip --disable-pip-version-check install -qq --no-deps --ignore-requires-python --require-hashes -r requirements/alone.txt
	@touch $@

site: $(READY) ## set up, check the records, build the site
	@$(RUN) -m underhood check --show warning
	@$(RUN) -m underhood build
	@echo "the site is at build/site/index.html"

serve: $(READY) ## show the site while records are edited (PORT=8000)
	@$(RUN) -m underhood serve --port $(PORT)

check: $(READY) ## check the records
	@$(RUN) -m underhood check

test: $(TOOLS) lint browser java ## set up, lint, types, all tests (UNDERHOOD_FULL=1: nothing may be skipped)
	@$(RUN) -m pytest -q -n 2 --dist loadgroup

lint: $(TOOLS) ## ruff and mypy (the import contract is a test)
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet . || { echo "hint: $(RUN) -m ruff format ." >&2; exit 1; }
	@$(RUN) -m mypy --no-error-summary

# The browser tests drive Debian's Chromium. It is installed only where that needs no question.
browser:
	@for name in $(BROWSERS); do command -v "$$name" >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing chromium for the browser tests"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium libpango-1.0-0 libpangoft2-1.0-0; } \
	    >/dev/null && exit 0; \
	fi; \
	if [ "$(FULL)" = 1 ]; then \
	  echo "error: no Chromium, and UNDERHOOD_FULL=1 accepts no skipped test" >&2; \
	  echo "hint: apt-get install chromium" >&2; exit 1; \
	fi; \
	echo "no Chromium: the browser tests are skipped; to run them: sudo apt-get install chromium" >&2

# Spark runs on Java; its test alone may be left out where there is none and none can be installed.
java:
	@command -v java >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "installing Java for the test of Spark"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    default-jre-headless; } >/dev/null && exit 0; \
	fi; \
	echo "no Java: the test of Spark is left out; to run it: sudo apt-get install default-jre-headless" >&2

coverage: $(TOOLS) browser ## run the tests and report branch coverage
	@mkdir -p build/coverage
	@$(RUN) -m pytest -q -n 2 --dist loadgroup --cov --cov-report=term --cov-report=html:build/coverage/html

golden: $(TOOLS) ## write the golden files anew, to be read in the diff
	@$(RUN) -m pytest tests --regenerate -q

looks: $(TOOLS) browser ## take a picture of every kind of page, into build/looks
	@$(RUN) -m underhood build --no-search -o build/looks/site
	@$(RUN) -m tests.browser.looks build/looks/site build/looks

lighthouse: $(TOOLS) browser ## let Lighthouse judge the served pages (needs npx and the network)
	@$(RUN) -m underhood build -o build/looks/site
	@$(RUN) -m benchmarks.lighthouse build/looks/site

bench: $(TOOLS) ## measure against other validators, and write the page (needs the network; half an hour)
	@$(RUN) -m benchmarks

lock: ## resolve requirements/ anew (needs uv)
	@command -v uv >/dev/null || { echo "error: no uv found" >&2; echo "hint: pipx install uv" >&2; exit 1; }
	@uv --no-config pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" --upgrade \
	  --all-extras pyproject.toml requirements/dev.in -o requirements/constraints.txt
	@uv --no-config pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" --generate-hashes \
	  -c requirements/constraints.txt --all-extras pyproject.toml requirements/dev.in -o requirements/dev.txt
	@uv --no-config pip compile -q --universal --python-version 3.11 --custom-compile-command "make lock" --generate-hashes \
	  -c requirements/constraints.txt --extra expressions pyproject.toml requirements/action.in -o requirements/action.txt

clean: ## remove everything that was made
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
