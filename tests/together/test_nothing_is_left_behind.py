"""The process keeper alone, with small programs: whatever happens and whenever, all end, and what they started ends too."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from started import Started

SCRIPT = """
import json, os, pathlib, sys
from launch.together import keep_together
commands, folder = json.loads(sys.argv[1]), pathlib.Path(sys.argv[2])
print("ENDED", keep_together(commands, dict(os.environ), folder, patience_s=float(sys.argv[3])))
"""
FOREVER = "exec sleep 1000"
DEAF = f'trap "" TERM; touch ready; {FOREVER}'
WHEN_READY = "until [ -e ready ]; do sleep 0.05; done"


@pytest.fixture
def keep(tmp_path: Path):
    """Keeps shell commands together until they end; gives what was written."""
    running: list[Started] = []

    def run(patience_s: float = 20, **scripts: str) -> str:
        commands = json.dumps({name: ["sh", "-c", script] for name, script in scripts.items()})
        running.append(Started(tmp_path, [sys.executable, "-c", SCRIPT, commands, str(tmp_path), str(patience_s)]))
        assert running[0].end() == 0, running[0].everything()
        assert running[0].left_behind() == []
        return running[0].everything()

    yield run
    for started in running:
        started.clear()


@pytest.mark.parametrize("number", ["INT", "TERM", "HUP"])
def test_a_signal_while_the_processes_are_only_being_started(keep, number):
    assert "ENDED None" in keep(first=f"kill -{number} $PPID; {FOREVER}", second=FOREVER, third=FOREVER)


def test_the_first_to_end_is_named_with_its_exit_code(keep):
    assert "ENDED second (exit code 3)" in keep(first=FOREVER, second="exit 3")


def test_also_one_that_ends_without_an_error(keep):
    assert "ENDED first (exit code 0)" in keep(first="exit 0", second=FOREVER)


def test_one_that_does_not_listen_is_killed(keep):
    assert "ENDED second (exit code 3)" in keep(patience_s=0.2, first=DEAF, second=f"{WHEN_READY}; exit 3")


def test_what_a_process_started_itself_ends_too(keep):
    assert "ENDED second" in keep(first=f"({DEAF}) & {FOREVER}", second=f"{WHEN_READY}; exit 0")


def test_one_that_cannot_be_started_leaves_no_other(tmp_path):
    commands = json.dumps({"first": ["sleep", "1000"], "second": [str(tmp_path / "not-there")]})
    run = Started(tmp_path, [sys.executable, "-c", SCRIPT, commands, str(tmp_path), "20"])
    try:
        assert run.end() != 0
        assert run.left_behind() == []
    finally:
        run.clear()


def test_lines_are_shown_under_their_names(keep):
    said = keep(one="printf 'plain\\nno end'", other=FOREVER).splitlines()
    assert "one   | plain" in said
    assert "one   | no end" in said


def test_of_a_progress_bar_the_last_state_is_shown_and_a_long_line_whole(keep):
    said = keep(bar="printf '10%%\\r90%%\\r\\n%0200000d\\n' 7").splitlines()
    assert "bar | 90%" in said
    assert "bar | " + "7".rjust(200_000, "0") in said
