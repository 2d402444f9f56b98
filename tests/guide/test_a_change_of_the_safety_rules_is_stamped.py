"""A change of the safety rules or texts fails here until somebody looked at it and said `make safety-stamp`."""

from __future__ import annotations

import pytest
import yaml

from safety.stamp import FILE, NOBODY, changed_since, checksums, write_stamp


def test_the_rules_are_as_they_were_stamped():
    stamped = yaml.safe_load(FILE.read_text(encoding="utf-8"))["files"]
    changed = changed_since(stamped, checksums())
    assert changed == [], "changed since the stamp: read the change again, then run `make safety-stamp`"


@pytest.fixture
def copy(tmp_path):
    for folder in ("safety/examples", "data/safety"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "safety" / "contacts.yml").write_text("one\n")
    (tmp_path / "safety" / "examples" / "act.txt").write_text("one\n")
    (tmp_path / "data" / "safety" / "texts.yml").write_text("one\n")
    return tmp_path


@pytest.mark.parametrize("path", ["safety/contacts.yml", "safety/examples/act.txt", "data/safety/texts.yml"])
def test_a_change_is_seen_whereever_it_is(copy, path):
    before = checksums(copy)
    (copy / path).write_text("two\n")
    assert changed_since(before, checksums(copy)) == [path]


def test_a_new_and_a_removed_file_are_seen(copy):
    before = checksums(copy)
    (copy / "safety" / "contacts.yml").rename(copy / "safety" / "others.yml")
    assert changed_since(before, checksums(copy)) == ["safety/contacts.yml", "safety/others.yml"]


def test_an_approval_names_who_gave_it_and_does_not_outlive_a_change(copy):
    stamp = copy / "safety" / "stamp.yml"
    write_stamp("M. Gray, LCSW", stamp, copy)
    assert yaml.safe_load(stamp.read_text())["approved_by"] == "M. Gray, LCSW"
    assert changed_since(yaml.safe_load(stamp.read_text())["files"], checksums(copy)) == [], "the stamp is no part of itself"
    write_stamp(NOBODY, stamp, copy)
    assert yaml.safe_load(stamp.read_text())["approved_by"] == "nobody yet"
