# Each of the two targets does its whole set-up on a fresh Debian or Ubuntu with Python 3.11+.
#   make demo   build the graph of the packaged example articles into output/
#   make test   run every check: ruff, mypy, pytest, browser tests included
# To set up with another Python: make demo PYTHON=/path/to/python3.12

.PHONY: demo test
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
PIP := .venv/bin/python -m pip --quiet --disable-pip-version-check
ROOT := $(shell if [ "$$(id -u)" = 0 ]; then echo env; elif sudo -n true 2>/dev/null; then echo sudo; fi)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get -qq -y

define set-up
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || { echo 'kgraph: needs Python 3.11 or newer: make $@ PYTHON=/path/to/python3.11' >&2; exit 1; }
@if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then \
  echo 'Setting up .venv, which takes some minutes the first time'; \
  $(PYTHON) -m venv .venv >/dev/null 2>&1 \
    || { [ -n "$(ROOT)" ] && $(APT) update && $(APT) install python3-venv && $(PYTHON) -m venv .venv; } \
    || { echo 'kgraph: cannot make .venv: install the package python3-venv' >&2; exit 1; }; \
fi
@if ! cmp -s requirements.lock .venv/requirements.lock; then \
  $(PIP) install --require-hashes -r requirements.lock && cp requirements.lock .venv/; \
fi
@if ! cmp -s setup.cfg .venv/setup.cfg; then \
  $(PIP) install --no-deps --no-build-isolation --editable . && cp setup.cfg .venv/; \
fi
endef

# $CHROME if set, else Debian's chromium where the user may install it, else a browser that is there, else Playwright's.
define chromium
@command -v "$${CHROME:-chromium}" >/dev/null \
  || { [ -n "$(ROOT)" ] && $(APT) update && $(APT) install chromium; } \
  || command -v chromium-browser google-chrome chrome >/dev/null \
  || .venv/bin/playwright install $(if $(ROOT),--with-deps) chromium \
  || { echo 'kgraph: the browser tests need Chromium: install the package chromium' >&2; exit 1; }
endef

# A server to test with; without it, its tests are skipped and say so.
define virtuoso
@command -v virtuoso-t >/dev/null \
  || { [ -n "$(ROOT)" ] && $(APT) update && $(APT) install virtuoso-opensource-7; } >/dev/null 2>&1 \
  || echo 'kgraph: tests with Virtuoso are skipped: the package virtuoso-opensource-7 cannot be installed'
endef

demo:
	$(set-up)
	@.venv/bin/kgraph demo

test:
	$(set-up)
	$(chromium)
	$(virtuoso)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest --numprocesses 2 --dist loadfile
