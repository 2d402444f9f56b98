"""`make train`: trains the assistant if something changed since the last time; `--always` trains anyway."""

from __future__ import annotations

import subprocess
import sys

from launch.fingerprint import MODELS, ROOT, fingerprint, is_fresh, mark_fresh


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0, or that of the training that failed."""
    if is_fresh() and "--always" not in arguments:
        print("The model is fresh: nothing that it was trained from has changed.", flush=True)
        return 0
    print("Training the guide; this takes about four minutes on two cores …", flush=True)
    trained_from = fingerprint()
    MODELS.mkdir(exist_ok=True)
    done = subprocess.run([ROOT / ".venv" / "bin" / "rasa", "train", "--out", "models"], cwd=ROOT)
    if done.returncode != 0:
        print("Training failed: the lines above say where. Mend that file and run the command again.", file=sys.stderr)
        return done.returncode
    mark_fresh(trained_from)
    print("Trained.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
