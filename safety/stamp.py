"""`make safety-stamp` notes what the safety rules and texts are, and who approved them; a change without it fails the tests."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "safety" / "stamp.yml"
FOLDERS, ENDINGS, NOBODY = ("safety", "data/safety"), (".yml", ".txt", ".py"), "nobody yet"
HEAD = "# Written by `make safety-stamp`. What the safety rules and texts were when somebody last looked at a change of them.\n"


def checksums(root: Path = ROOT) -> dict[str, str]:
    """Returns the checksum of each file of the rules and texts, by its path."""
    files = [file for folder in FOLDERS for file in sorted((root / folder).rglob("*")) if file.suffix in ENDINGS]
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in files
        if file.name != FILE.name and "__pycache__" not in file.parts
    }


def changed_since(stamped: dict[str, str], now: dict[str, str]) -> list[str]:
    """Returns the paths that were changed, added or removed."""
    return sorted(path for path in stamped.keys() | now.keys() if stamped.get(path) != now.get(path))


def write_stamp(approved_by: str, file: Path = FILE, root: Path = ROOT) -> None:
    """Writes the stamp; an approval holds for this state of the files only."""
    content = {"approved_by": approved_by, "files": checksums(root)}
    file.write_text(HEAD + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--by", default="", help="who approved the change; nobody, where it is left out")
    write_stamp(arguments.parse_args().by or NOBODY)
