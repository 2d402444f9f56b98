#!/usr/bin/env bash
# Every test, in the order in which a fault is found soonest. Called by `make test` and, with --long, by `make test-long`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1
guide=.venv/bin gateway=gateway/.venv/bin
marks="not long"; [ "${1:-}" = --long ] && marks=""

step() { printf '\n== %s\n' "$*"; }

if ! command -v chromium >/dev/null 2>&1 && [ -z "${CHROMIUM:-}" ]; then
  step "A browser for the page's tests"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
  else
    echo "Chromium is needed: install it, or run '$gateway/playwright install chromium' and set CHROMIUM to its path." >&2; exit 2
  fi
fi

step "Format and lint";      $guide/ruff format --check . ; $guide/ruff check .
step "Types";                $guide/mypy; $gateway/mypy --config-file gateway/pyproject.toml -p gateway -m launch.run
step "Imports point one way"; $guide/lint-imports | tail -4
step "The guide's parts and words"; $guide/python -m pytest tests/guide -m "$marks"
step "The gateway";          $gateway/python -m pytest -c gateway/pyproject.toml --rootdir . tests/gateway -m "$marks"
step "The guide's data";     $guide/rasa data validate --fail-on-warnings 2>&1 | grep -vE "is not used in any story|Warning|^  |INFO" || [ "${PIPESTATUS[0]}" = 0 ]
step "Training";             $guide/python -m launch.train
step "Stories";              mkdir -p var/story-results
$guide/rasa test core --stories tests --fail-on-prediction-errors --out var/story-results >var/story-results/log 2>&1 ||
  { tail -40 var/story-results/log; exit 1; }
grep "Correct:" var/story-results/log
step "Understanding";        $guide/python -m pytest tests/understanding -m "$marks"
step "Gateway, Rasa and action server together"; $gateway/python -m pytest -c gateway/pyproject.toml --rootdir . tests/together -m "$marks"
step "The page in a browser"; $gateway/python -m pytest -c gateway/pyproject.toml --rootdir . tests/widget -m "$marks"
step "The desk and the chat in two browsers"; $gateway/python -m pytest -c gateway/pyproject.toml --rootdir . tests/desk -m "$marks"
step "All passed"
