# The commands of this project. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
UV = $(shell launch/get_uv.sh)
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONWARNINGS := ignore
export TOKENIZERS_PARALLELISM := false
GUIDE = .venv/bin/python
GATEWAY = gateway/.venv/bin/python

.PHONY: help sync sync-dev run admin train shell understand test test-long safety-stamp safety-report tune bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# Brings both environments to what the lock files say; $(1) are further options.
define SYNC
uv=$$(launch/get_uv.sh) || exit 2; \
$$uv sync --quiet --frozen $(1) && $$uv sync --quiet --frozen $(1) --project gateway || \
{ echo "The packages could not be installed: the lines above say why. Is there a network?" >&2; exit 2; }
endef

sync:
	@$(call SYNC,--inexact --no-dev)

sync-dev:
	@$(call SYNC)

run: ## start everything and print the page's address; trains first when something changed
	@echo "Getting ready (a first run fetches about 1 GB of packages) …"
	@$(MAKE) --no-print-directory sync
	@exec $(GATEWAY) -m launch.run

admin: sync ## make an admin of the desk: make admin EMAIL=maria@example.org NAME=Maria
	@$(GATEWAY) -m gateway.desk add-admin "$(EMAIL)" "$(NAME)"

train: sync ## train the guide if something changed since the last time
	@$(GUIDE) -m launch.train

shell: train ## talk to the guide in the terminal (starts its action server)
	@SANIC_HOST=127.0.0.1 $(GUIDE) -m rasa_sdk --actions actions >/dev/null 2>&1 & trap "kill $$!" EXIT; .venv/bin/rasa shell -i 127.0.0.1

understand: ## read messages from standard input, one a line; write what the guide understands, as JSON lines
	@$(MAKE) --no-print-directory train >&2
	@exec $(GUIDE) -m launch.understand

test: sync-dev ## every test, at most 20 minutes
	@tests/run.sh

test-long: sync-dev ## what takes longer; run before an issue is called done
	@tests/run.sh --long

safety-stamp: ## after a change of safety/ or data/safety/ was looked at: make safety-stamp [BY="who approved it"]
	@$(GUIDE) -m safety.stamp --by "$(BY)"

safety-report: train ## recall and false alarms of danger by kind, with intervals and plots, to results/safety-report/
	@$(GUIDE) -m launch.safety_report

tune: ## tune the sentence encoder on the wordings and examples; for development, about ten minutes
	@test -n "$(UV)" || exit 2
	@$(UV) run --quiet --frozen --project tuning python -m tuning.tune

bench: sync-dev ## how long a representative's reply takes to the visitor's screen, beside a bare echo
	@$(GATEWAY) -m benchmarks.reply_to_screen

clean: ## remove what was built, not what was said
	rm -rf .venv gateway/.venv .rasa models .mypy_cache .ruff_cache .pytest_cache
