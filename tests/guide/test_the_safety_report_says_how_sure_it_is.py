"""The safety report shows each share with its interval, and draws what it says."""

from __future__ import annotations

import pytest

from launch.safety_report import LEVELS, as_text, draw_kinds, draw_trade_off, file_names, wilson


def test_the_interval_is_wilsons():
    low, high = wilson(95, 100)  # Wilson 1927, worked through by hand
    assert (low, high) == pytest.approx((0.8882, 0.9785), abs=1e-3)
    assert wilson(0, 10)[0] == pytest.approx(0)
    assert wilson(10, 10)[1] == pytest.approx(1)


@pytest.fixture
def found():
    return {name: ["act", "check", None, "act"] for name in file_names()}


def test_each_kind_has_its_row_and_the_report_claims_no_review(found):
    curve = {name: [0.5] * 61 for name in ("recall of act, as act", "vents taken for act", "idioms taken for act")}
    text = as_text(found, curve)
    for name in file_names():
        assert f"| {name} | 2/4 = 50.0%" in text
    assert "3/4 = 75.0%" in text
    assert "Nobody has reviewed this" in text
    assert LEVELS == ("act", "check")


def test_the_plots_are_drawn(found, tmp_path):
    curve = {
        name: [place / 60 for place in range(61)]
        for name in ("recall of act, as act", "vents taken for act", "idioms taken for act")
    }
    draw_kinds(found, tmp_path / "kinds.png")
    draw_trade_off(curve, tmp_path / "trade.png")
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in ("kinds.png", "trade.png"))
