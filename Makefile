# Proofdesk. `make run` is all that a new user needs; docs/contributing.md explains the rest.
# Wants: Python 3.11 or newer with venv, make. Everything else comes from the locks in requirements/.

PYTHON ?= python3
BIN := .venv/bin
# The locks are complete, so pip need not work out what depends on what; it compiles one file at a time, so that is
# left to `compileall`, which uses every core and passes over what the product never imports.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps --only-binary :all: --no-compile
COMPILE_PACKAGES := $(BIN)/python -m compileall -q -j 0 -x '/tests?/|/spacy/lang/(?!en)[a-z]{2,3}/|/pip/' .venv/lib
# Two processes: what the smallest machine has, and more would fight over it with the services that tests start.
TEST_PROCESSES ?= 2
PYTEST ?= $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile
DATA ?= ../shared/data
CHECK_TESTS ?= 1

.PHONY: run setup test test-services test-faults check bench bench-quality lock stubs clean
.DEFAULT_GOAL := run

run: .venv/core.stamp
	@exec $(BIN)/python manage.py up --demo $(ARGS)

setup: .venv/core.stamp

# A stamp is newer than the lock that it was made from, so that a second run installs nothing.
.venv/core.stamp: requirements/core.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Proofdesk needs Python 3.11 or newer; this is %s. Name another: make PYTHON=python3.12" % sys.version.split()[0])'
	@echo "Installing into .venv/ (a minute or two, once) …"
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements/core.lock
	@$(COMPILE_PACKAGES) >/dev/null || true
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/core.stamp
	@echo "Installing what tests and checks need …"
	@$(PIP) -r requirements/dev.lock
	@$(COMPILE_PACKAGES) >/dev/null || true
	@touch $@

test: .venv/dev.stamp
	@DATABASE_URL= REDIS_URL= $(PYTEST) $(ARGS)

# The same suite against services of your own: make test-services DATABASE_URL=postgres://… REDIS_URL=redis://…
test-services: .venv/dev.stamp
	@test -n "$(DATABASE_URL)" -a -n "$(REDIS_URL)" || { echo 'Name both services: make test-services DATABASE_URL=postgres://user@host:5432/name REDIS_URL=redis://host:6379/0' >&2; exit 2; }
	@DATABASE_URL='$(DATABASE_URL)' REDIS_URL='$(REDIS_URL)' SECRET_KEY="$${SECRET_KEY:-for-this-test-run-only}" $(PYTEST) $(ARGS)

# What docs/reliability.md promises, at full size: an hour and more, and nothing beside it. FAULTS_POSTGRES names a server.
test-faults: .venv/dev.stamp
	@DATABASE_URL= REDIS_URL= FAULTS=full $(BIN)/python -m pytest -s -v tests/faults tests/journey/test_killed_workers.py $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy config claims verification manage.py
	$(BIN)/lint-imports
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python .ci/known_weaknesses.py requirements/core.lock
ifeq ($(CHECK_TESTS),1)
	@$(MAKE) --no-print-directory test
else
	@$(PYTEST) tests/docs tests/shape
endif

bench: .venv/dev.stamp
	@bench/cold_start.sh
	@$(BIN)/python bench/split.py

bench-quality: .venv/dev.stamp
	@$(BIN)/python bench/quality.py "$(DATA)" $(SETS)

# Needs uv (make lock UV=/path/to/uv). The flags keep every address of an index out of the files.
UV ?= uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock:
	$(COMPILE) requirements/core.in -o requirements/core.lock
	$(COMPILE) requirements/dev.in -c requirements/core.lock -o requirements/dev.lock

stubs: .venv/dev.stamp
	@$(BIN)/python -m tests.stubs

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-artifacts
