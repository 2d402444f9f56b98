#!/bin/sh
# Prints the path of uv: the one on this machine, or one put into .uv/ here, never into the system.
set -eu
version=0.13.9
cd "$(dirname "$0")/.."
if command -v uv >/dev/null 2>&1; then command -v uv; exit 0; fi
log=.uv-install.log

get_uv() {
  if python3 -m venv .uv; then
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version"
  else # a Python without venv, as Debian's without python3-venv
    rm -rf .uv && python3 -m pip install --quiet --disable-pip-version-check --target .uv "uv==$version"
  fi
}

if [ ! -x .uv/bin/uv ]; then
  command -v python3 >/dev/null 2>&1 || { echo "Python 3 is needed: install it and run this again." >&2; exit 2; }
  echo "Getting uv $version into .uv/ …" >&2
  get_uv >$log 2>&1 || {
    echo "uv could not be installed; $log says why. Is there a network, and pip? Otherwise install uv by hand." >&2
    exit 2
  }
  rm -f $log
fi
echo "$PWD/.uv/bin/uv"
