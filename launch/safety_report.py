"""`make safety-report`: recall and false alarms of danger by kind with their intervals, and what other thresholds would do."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import tarfile
from math import sqrt
from pathlib import Path
from typing import Any

import joblib
import matplotlib
import numpy as np

from channel.wire import harmless
from launch.fingerprint import MODELS, ROOT
from nlu.danger_judge import LEAN, DangerJudge, join
from nlu.danger_phrases import Finding, find_phrases
from nlu.encoder import shared_encoder
from nlu.plain_text import plain

matplotlib.use("Agg")
from matplotlib import pyplot

KINDS = ("suicide_self_harm", "partner_violence", "child_danger", "sexual_assault", "overdose_withdrawal", "harm_others")
LEVELS, HARMLESS = ("act", "check"), ("vents", "idioms")
TEST, DEVELOPMENT = ROOT / "tests" / "understanding" / "danger", ROOT / "safety" / "development"
OUT = ROOT / "results" / "safety-report"
SHIFTS = np.linspace(-1.5, 1.5, 61)  # added to the learned scores: what lower or higher thresholds would do
Z = 1.96  # of a 95% interval
Scores = tuple[Finding, float, float]  # what the phrases found; the learned scores of "act" and of "act or check"


def main() -> int:
    """Returns the exit code: 0, or 2 where there is no trained model."""
    if not any(MODELS.glob("*.tar.gz")):
        print("There is no trained model: run `make train` first.", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    OUT.mkdir(parents=True, exist_ok=True)
    found = seen_levels()
    curve = trade_off(load_judge())
    (OUT / "report.md").write_text(as_text(found, curve), encoding="utf-8")
    draw_kinds(found, OUT / "by_kind.png")
    draw_trade_off(curve, OUT / "trade_off.png")
    print(f"Written: {OUT.relative_to(ROOT)}/report.md and two plots.")
    return 0


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Returns the 95% interval of a share."""
    share = hits / of
    middle, half = share + Z * Z / (2 * of), Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return (middle - half) / (1 + Z * Z / of), (middle + half) / (1 + Z * Z / of)


def messages(folder: Path, name: str) -> list[str]:
    """Returns the messages of one file, such as ``act_suicide_self_harm``."""
    lines = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def file_names() -> list[str]:
    """Returns the names of the files of messages: each level of each kind, then what is harmless."""
    return [f"{level}_{kind}" for level in LEVELS for kind in KINDS] + list(HARMLESS)


def seen_levels() -> dict[str, list[str | None]]:
    """Returns the level that the trained assistant sees in each test message, by file."""
    from rasa.core.agent import load_agent

    agent = asyncio.run(load_agent(str(MODELS)))

    def level(text: str) -> str | None:
        parsed: dict[str, Any] = asyncio.run(agent.parse_message(harmless(text)))
        return (parsed.get("danger") or {}).get("level")

    return {name: [level(text) for text in messages(TEST, name)] for name in file_names()}


def load_judge() -> DangerJudge:
    """Returns the trained judge out of the newest model."""
    newest = max(MODELS.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    with tarfile.open(newest) as archive:
        member = next(entry for entry in archive if entry.name.endswith("danger.joblib"))
        content = archive.extractfile(member)
        assert content is not None
        judge = joblib.load(io.BytesIO(content.read()))
    assert isinstance(judge, DangerJudge)
    return judge


def trade_off(judge: DangerJudge) -> dict[str, list[float]]:
    """Returns, for each shift of the learned scores, recall and false alarms on the development messages."""
    scored = {name: [_scores(judge, text) for text in messages(DEVELOPMENT, name)] for name in file_names()}
    acts = [one for kind in KINDS for one in scored[f"act_{kind}"]]
    checks = [one for kind in KINDS for one in scored[f"check_{kind}"]]
    return {
        "recall of act, as act": [_share(acts, shift, ("act",)) for shift in SHIFTS],
        "recall of act, as act or check": [_share(acts, shift, LEVELS) for shift in SHIFTS],
        "recall of check": [_share(checks, shift, LEVELS) for shift in SHIFTS],
        "vents taken for act": [_share(scored["vents"], shift, ("act",)) for shift in SHIFTS],
        "idioms taken for act": [_share(scored["idioms"], shift, ("act",)) for shift in SHIFTS],
        "vents with any flag": [_share(scored["vents"], shift, LEVELS) for shift in SHIFTS],
    }


def _scores(judge: DangerJudge, text: str) -> Scores:
    words = plain(text)
    act, either, kind = judge.model.judge(words, shared_encoder().encode(words))
    return find_phrases(words), act + LEAN.get(kind, 0.0), either + LEAN.get(kind, 0.0)


def _share(scored: list[Scores], shift: float, levels: tuple[str, ...]) -> float:
    return sum(join(finding, act + shift, either + shift) in levels for finding, act, either in scored) / len(scored)


def as_text(found: dict[str, list[str | None]], curve: dict[str, list[float]]) -> str:
    """Returns the report in Markdown."""
    rows = ["| messages | act | act or check |", "|---|---|---|"]
    rows += [f"| {name} | {_shown(found[name], ('act',))} | {_shown(found[name], LEVELS)} |" for name in file_names()]
    turns = ["| shift | " + " | ".join(curve) + " |", "|---" * (len(curve) + 1) + "|"]
    turns += [
        f"| {shift:+.2f} | " + " | ".join(f"{curve[name][place]:.1%}" for name in curve) + " |"
        for place, shift in enumerate(SHIFTS)
        if place % 5 == 0
    ]
    return "\n".join(
        [
            "# Danger: recall and false alarms",
            "",
            "On the messages of `tests/understanding/danger`, written apart from training; with 95% Wilson intervals.",
            "They were made up, not taken from real people; real posts will differ. Nobody has reviewed this clinically.",
            "",
            *rows,
            "",
            "![By kind](by_kind.png)",
            "",
            "## What other thresholds would do",
            "",
            "On the development messages (`safety/development`), on which the thresholds were chosen.",
            "A shift is added to both learned scores; 0 is what is in use, more finds more and is wrong more often.",
            "",
            *turns,
            "",
            "![Trade-off](trade_off.png)",
            "",
        ]
    )


def _shown(levels: list[str | None], wanted: tuple[str, ...]) -> str:
    hits, of = sum(level in wanted for level in levels), len(levels)
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {hits / of:.1%} ({low:.1%} to {high:.1%})"


def draw_kinds(found: dict[str, list[str | None]], file: Path) -> None:
    """Draws each file's share with its interval."""
    figure, axes = pyplot.subplots(figsize=(8, 6), layout="constrained")
    for wanted, label, step in ((("act",), "act", -0.15), (LEVELS, "act or check", 0.15)):
        hits = [sum(level in wanted for level in found[name]) for name in file_names()]
        shares = np.array([hit / len(found[name]) for hit, name in zip(hits, file_names(), strict=True)])
        ends = np.array([wilson(hit, len(found[name])) for hit, name in zip(hits, file_names(), strict=True)])
        spread = np.abs(np.stack([shares - ends[:, 0], ends[:, 1] - shares]))
        axes.errorbar(shares, np.arange(len(shares)) + step, xerr=spread, fmt="o", capsize=3, label=label)
    axes.set_yticks(range(len(file_names())), [name.replace("_", " ") for name in file_names()])
    axes.invert_yaxis()
    axes.set(xlabel="share of messages, with 95% Wilson interval", xlim=(0, 1))
    axes.legend(loc="lower center")
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(file, dpi=120)


def draw_trade_off(curve: dict[str, list[float]], file: Path) -> None:
    """Draws recall against false alarms; the marks are what is in use."""
    figure, axes = pyplot.subplots(figsize=(8, 6), layout="constrained")
    in_use = int(np.abs(SHIFTS).argmin())
    for alarms in ("vents taken for act", "idioms taken for act"):
        (line,) = axes.plot(curve[alarms], curve["recall of act, as act"], label=alarms)
        axes.plot(curve[alarms][in_use], curve["recall of act, as act"][in_use], "o", color=line.get_color())
    axes.set(xlabel="false alarms", ylabel="recall of act, as act", xlim=(0, 0.5), ylim=(0.4, 1))
    axes.legend(loc="lower right")
    axes.grid(alpha=0.3)
    figure.savefig(file, dpi=120)


if __name__ == "__main__":
    sys.exit(main())
