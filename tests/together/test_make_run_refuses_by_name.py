"""What the owner can set right is refused at once by `make run`: one line, which names the setting, and exit code 2."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from started import Started, free_ports, run_command

from launch.fingerprint import ROOT

NOBODYS_ADDRESS = "203.0.113.7"  # kept for documentation (RFC 5737): no machine has it


def refusal(folder: Path, **settings: object) -> str:
    """Runs until it refuses, and returns the one line."""
    run = Started(folder, run_command(), **{"CRG_DATA_DIR": folder / "var", **free_ports(), **settings})
    try:
        assert run.end() == 2, run.everything()
    finally:
        run.clear()
    said = run.everything()
    assert said.count("\n") == 1, said
    assert run.left_behind() == []
    return said


@pytest.mark.parametrize("name", ["CRG_PORT", "CRG_GUIDE_PORT", "CRG_ACTIONS_PORT"])
def test_a_port_that_is_taken(tmp_path, name):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(tmp_path, **{name: port})
    assert f"Port {port} is taken" in said
    assert name in said


def test_one_port_for_two(tmp_path):
    port = free_ports()["CRG_PORT"]
    assert f"CRG_PORT and CRG_ACTIONS_PORT are both {port}" in refusal(tmp_path, CRG_PORT=port, CRG_ACTIONS_PORT=port)


def test_an_address_of_another_machine(tmp_path):
    assert f"CRG_HOST: {NOBODYS_ADDRESS} is no address of this machine" in refusal(tmp_path, CRG_HOST=NOBODYS_ADDRESS)


def test_a_data_folder_that_cannot_be_one(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert "CRG_DATA_DIR" in refusal(tmp_path, CRG_DATA_DIR=tmp_path / "file")


def test_a_wrong_setting(tmp_path):
    assert "CRG_KEEP_DAYS" in refusal(tmp_path, CRG_KEEP_DAYS="forever")


def test_an_unknown_setting(tmp_path):
    assert "CRG_PROT" in refusal(tmp_path, CRG_PROT="8080")


def a_machine_with(folder: Path, *tools: str) -> Path:
    """A folder with nothing but these tools of this machine, and the scripts that get uv."""
    (folder / "bin").mkdir()
    for tool in tools:
        found = subprocess.run(["sh", "-c", f"command -v {tool}"], capture_output=True, text=True, check=True).stdout.strip()
        (folder / "bin" / tool).symlink_to(found)
    (folder / "launch").mkdir()
    (folder / "launch" / "get_uv.sh").write_bytes((ROOT / "launch" / "get_uv.sh").read_bytes())
    (folder / "launch" / "get_uv.sh").chmod(stat.S_IRWXU)
    (folder / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    return folder


def make_run(folder: Path) -> subprocess.CompletedProcess[str]:
    """`make run` on that machine, where no package can be fetched."""
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    environment = {"PATH": str(folder / "bin"), "HOME": str(folder), **offline}
    make = subprocess.run(["sh", "-c", "command -v make"], capture_output=True, text=True, check=True).stdout.strip()
    return subprocess.run([make, "run"], cwd=folder, env=environment, capture_output=True, text=True)


def said_by_us(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on the error stream that are not make's own."""
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


def test_no_python(tmp_path):
    done = make_run(a_machine_with(tmp_path, "sh", "bash", "dirname", "make"))
    assert done.returncode != 0
    assert said_by_us(done) == ["Python 3 is needed: install it and run this again."]


def test_uv_that_cannot_be_fetched(tmp_path):
    machine = a_machine_with(tmp_path, "sh", "bash", "dirname", "make", "rm", "python3")
    for _ in range(2):  # a second try begins anew
        done = make_run(machine)
        assert done.returncode != 0
        assert [line for line in said_by_us(done) if not line.startswith("Getting uv")] == [
            "uv could not be installed; .uv-install.log says why. Is there a network, and pip? Otherwise install uv by hand."
        ]
