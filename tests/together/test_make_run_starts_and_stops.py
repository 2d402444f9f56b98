"""`make run` brings the page up and says where; Ctrl-C, or the end of any one process, ends all, and nothing is left behind."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator

import httpx
import psutil
import pytest
from started import Started, free_ports, run_command

from launch.fingerprint import ROOT


@pytest.fixture
def ports():
    return free_ports()


@pytest.fixture
def run(tmp_path, ports) -> Iterator[Started]:
    started = Started(tmp_path, run_command(), CRG_DATA_DIR=tmp_path / "var", **ports)
    try:
        started.wait_for("The page:")
        yield started
    finally:
        started.clear()


def the_process(run: Started, name: str) -> psutil.Process:
    """The child of this name; the guide's may still be the check whether it must be trained."""
    signs = {"gateway": "-m gateway", "actions": "rasa_sdk", "guide": "rasa run"}
    return next(child for child in psutil.Process(run.process.pid).children() if signs[name] in " ".join(child.cmdline()))


def test_the_page_is_where_it_says_and_ctrl_c_ends_everything(run, ports):
    assert f"http://127.0.0.1:{ports['CRG_PORT']}/" in run.everything()
    assert httpx.get(f"http://127.0.0.1:{ports['CRG_PORT']}/", trust_env=False).status_code == 200
    assert len(run.left_behind()) >= 4, "the three and what started them: else this test would prove nothing"
    run.send(signal.SIGINT)
    assert run.end() == 0, run.everything()
    assert run.left_behind() == []
    assert "Traceback" not in run.everything()


@pytest.mark.parametrize("name", ["gateway", "guide", "actions"])
def test_one_that_dies_ends_all_and_is_named(run, name):
    the_process(run, name).kill()
    assert run.end() == 1, run.everything()
    assert run.left_behind() == []
    said = run.err.read_text()
    assert said.count("\n") == 1, "one line"
    assert f"one process ended: {name} (killed by signal 9)" in said


def test_a_training_that_fails_names_the_file_and_ends_all(tmp_path, ports):
    project = tmp_path / "project"
    built = shutil.ignore_patterns(".*", "models", "var", "__pycache__")
    shutil.copytree(ROOT, project, ignore=built)
    for environment in (".venv", "gateway/.venv"):
        (project / environment).symlink_to(ROOT / environment)
    broken = next((project / "data" / "guide").rglob("*.yml"))
    broken.write_text(broken.read_text() + "nlu:\n- intent: [broken\n")

    run = Started(tmp_path, run_command(), root=project, **ports)
    try:
        assert run.end(300) == 1, run.everything()
        assert run.left_behind() == []
    finally:
        run.clear()
    said = run.everything()
    assert broken.name in said, "the file is named"
    assert "Training failed: " in said
    assert "one process ended: guide (exit code 1)" in run.err.read_text()
