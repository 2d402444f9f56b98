#!/bin/sh
# Prints the path of uv: the one on this machine, or one put into .uv/ here, never into the system.
set -eu
version=0.13.9
cd "$(dirname "$0")/.."
if command -v uv >/dev/null 2>&1; then command -v uv; exit 0; fi
if [ ! -x .uv/bin/uv ]; then
  command -v python3 >/dev/null 2>&1 || { echo "Python 3 is needed to get uv: install it and run this again." >&2; exit 2; }
  echo "Getting uv $version into .uv/ …" >&2
  if python3 -m venv .uv >/dev/null 2>&1; then
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version" >&2
  else # a Python without venv, as Debian's without python3-venv
    rm -rf .uv && python3 -m pip install --quiet --disable-pip-version-check --target .uv "uv==$version" >&2
  fi || { echo "uv could not be installed: is there a network? Otherwise install uv by hand and run this again." >&2; exit 2; }
fi
echo "$PWD/.uv/bin/uv"
