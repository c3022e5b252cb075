# make        set up and serve the dashboard at http://localhost:8501
# make test   set up and run every test, a real browser's included
# make check  say whether the record is sound
# make screenshots   picture every page on a desk and a phone, light and dark, into screenshots/; those of the README into docs/
# make benchmark     measure everything that benchmarks/README.md shows, and write it anew; it takes an hour
# make lock   write the two locks anew from the ranges in pyproject.toml
#
# PORT=8600 serves elsewhere; DASHBOARD_DATA=/path/to/package opens (or checks) another record.

PORT ?= 8501
PYTHONS = python3 python3.14 python3.13 python3.12 python3.11
RUN = .venv/bin/python -m

.DEFAULT_GOAL := run
.PHONY: run test check screenshots benchmark lock

run: .venv/installed
	@$(RUN) streamlit run dashboard/app.py --server.port "$(PORT)"

test: .venv/installed-test
	@$(RUN) tests.browser.chromium
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) pytest

check: .venv/installed
	@$(RUN) data check $(if $(DASHBOARD_DATA),"$(DASHBOARD_DATA)")

screenshots: .venv/installed-test
	@$(RUN) tests.browser.screenshots

benchmark: .venv/installed-test
	@$(RUN) tests.browser.chromium
	@$(RUN) benchmarks

# Each lock is for every system and for every Python from 3.11 on: what serving needs, and the same with what tests and benchmarks need.
LOCK = $(RUN) uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-annotate --no-header --quiet

lock: .venv/installed
	@$(RUN) pip install --quiet 'uv<1'
	$(LOCK) --output-file requirements.txt
	$(LOCK) --all-extras --constraint requirements.txt --output-file requirements-test.txt

# What serving needs, once, and again when the lock changes.
.venv/installed: requirements.txt
	@new=; python=; \
	for name in $(PYTHONS); do \
	    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        new="$$name"; \
	        if $$name -c 'import ensurepip, venv' 2>/dev/null; then python="$$name"; break; fi; \
	    fi; \
	done; \
	if [ -z "$$new" ]; then \
	    echo "Python 3.11 or newer is needed and was not found. Install it and run make again." >&2; exit 1; \
	elif [ -z "$$python" ]; then \
	    echo "$$new cannot make virtual environments. Install its venv module (on Debian or Ubuntu: apt install python3-venv) and run make again." >&2; \
	    exit 1; \
	fi; \
	echo "Installing the packages, once; it takes a minute or two."; \
	$$python -m venv --clear .venv && .venv/bin/python -m pip install --quiet --require-hashes --requirement requirements.txt || { \
	    echo "The packages could not be installed; the reason stands above. Run make again to try again." >&2; exit 1; \
	}
	@touch $@

# What tests and benchmarks need as well, when it is first asked for.
.venv/installed-test: .venv/installed requirements-test.txt
	@echo "Installing the packages for tests and benchmarks, once; it takes a few minutes."
	@$(RUN) pip install --quiet --require-hashes --requirement requirements-test.txt || { \
	    echo "The packages could not be installed; the reason stands above. Run make again to try again." >&2; exit 1; \
	}
	@touch $@
