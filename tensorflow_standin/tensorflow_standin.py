"""Answers Rasa's imports of TensorFlow with empty modules, so that an assistant without neural policies runs without it.

Why: Rasa 3.6 imports TensorFlow, Keras and friends only to define DIET, TED, UnexpecTED and a few featurizers.
This assistant uses none of them, and TensorFlow is half of the installed size and most of the start-up time.

What it does: it puts one finder at the very END of ``sys.meta_path``. Whatever is really installed is found first,
so the real TensorFlow, where present, is used and this module stays idle.

What it does not do: compute anything. Every class and function taken from a stand-in module can be named,
subclassed and used as a decorator; the first attempt to create or call one raises :class:`TensorFlowMissing`
with the remedy. To Rasa's commands that is an error of their own kind, which they print as one line.

The same start-up hook (``tensorflow_standin.pth``) turns Rasa's telemetry off, unless the environment already says
otherwise, because nothing a visitor or a developer does here may be reported anywhere.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any

STANDS_IN_FOR = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "jax", "jaxlib", "tensorboard"})
REMEDY = (
    "needs the real TensorFlow, which this assistant does without. Either leave DIETClassifier, TEDPolicy, "
    "UnexpecTEDIntentPolicy, ResponseSelector and the ConveRT and LanguageModel featurizers out of config.yml, or "
    "install it: uv sync --extra tensorflow (Linux on x86_64 only)."
)


class TensorFlowMissing(ImportError):
    """Something was to be computed with TensorFlow, and only its stand-in is installed."""


def _missing(path: str) -> TensorFlowMissing:
    """Returns the error; where Rasa runs it is one of Rasa's errors too, which its commands print without a traceback."""
    ours: type[TensorFlowMissing] = TensorFlowMissing
    if rasa := sys.modules.get("rasa.shared.exceptions"):
        ours = type(ours.__name__, (ours, rasa.RasaException), {})
    return ours(f"{path} {REMEDY}")


class _AnythingNamed(type):
    """Metaclass of the stand-in for any TensorFlow name: attributes lead to more of the same."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _named(f"{cls._path}.{name}")

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if len(arguments) == 1 and not options and callable(arguments[0]) and cls.__dict__.get("_is_standin"):
            return arguments[0]  # used as a decorator, as in @tf.function
        raise _missing(cls.__dict__.get("_path", cls.__name__))


def _named(path: str) -> type:
    """Returns a new stand-in class for the dotted TensorFlow name ``path``."""
    return _AnythingNamed(path.rpartition(".")[2], (), {"_path": path, "_is_standin": True})


class _StandInModule(ModuleType):
    """A module in which every public name exists and none works."""

    __path__: list[str] = []  # noqa: RUF012  # makes it a package, so that its submodules are looked for too

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _named(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for what nobody else found."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in STANDS_IN_FOR:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def is_installed() -> bool:
    """Whether the stand-in, and not the real TensorFlow, answers ``import tensorflow``."""
    spec = importlib.util.find_spec("tensorflow")
    return spec is not None and isinstance(spec.loader, _Finder)


def activate() -> None:
    """Puts the finder last and switches Rasa's telemetry off. Called once, when Python starts."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
