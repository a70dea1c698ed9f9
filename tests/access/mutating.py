"""Try the mutants of one file: python -m tests.access.mutating FILE RESULT PART WORDS-FOR-PYTEST…

PART is 1/1 for all of them, 2/5 for the second fifth.

It runs in a copy of the house and writes no file there but RESULT: a mutant is only ever loaded.
Each is tried in a fork. First the quick way: in a process that has loaded the whole house, the one
changed function gets its new code. What survives that, or changes more than one function, is tried
again in a process that loads the house anew with the mutant in the file's place.
"""

import gc
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tests.access.mutants import Mutant, mutants

A_FUNCTION = 0x1  # CO_OPTIMIZED: what the body of a class or a module is not
OF_THE_HOUSE = ("casework", "tests", "config")
PLAIN = (
    "--assert=plain",
    "-p",
    "no:xdist",
)  # what is loaded before pytest begins cannot be rewritten
LONGEST = 4  # times what the tests take on the file as it is, and half a minute

KILLED, SURVIVED, TOO_LONG = "killed", "survived", "too long"


class Instead(SourceFileLoader):
    """Loads `code` where the file says something else."""

    def __init__(self, name: str, path: str, code: str) -> None:
        super().__init__(name, path)
        self.mutated = code

    def get_code(self, _: str) -> CodeType:
        return compile(self.mutated, self.path, "exec")


class Finder:
    """Stands before all other finders and knows one module."""

    def __init__(self, name: str, path: str, code: str) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, name: str, *_: object) -> Any:
        if name != self.name:
            return None
        within = [str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        loader = Instead(name, self.path, self.code)
        return spec_from_file_location(
            name, self.path, loader=loader, submodule_search_locations=within
        )


def name_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def tests_pass(words: list[str]) -> bool:
    return pytest.main(["-x", "-k", "not postgresql", *PLAIN, *words]) == 0


def forked(do: Callable[[], bool], seconds: float) -> str:
    """What came of `do` in a process of its own. False: somebody noticed."""
    child = os.fork()
    if not child:
        _apart(do)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return SURVIVED if status == 0 else KILLED
        time.sleep(0.01)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return TOO_LONG


def _apart(do: Callable[[], bool]) -> None:
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    gc.disable()
    noticed = True
    try:
        noticed = not do()
    finally:
        os._exit(int(noticed))


def load_what_others_made(words: list[str]) -> None:
    """Everything that the house and its tests load, except themselves and what pytest minds."""
    say = f"import sys, pytest; pytest.main({['--collect-only', *words]!r}); "
    say += "print('\\n', *sorted(sys.modules), sep='\\n')"
    told = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True)
    warnings.simplefilter("ignore")
    for name in told.stdout.splitlines():
        if name.isidentifier() or name.replace(".", "").isidentifier():
            _load(name)
    warnings.resetwarnings()


def _load(name: str) -> None:
    if name.split(".")[0] in OF_THE_HOUSE:
        return
    with suppress(Exception):  # a name of no module: the house loads it itself
        import_module(name)


def functions(code: CodeType) -> Iterator[CodeType]:
    """The outermost functions in a module, those in classes too."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & A_FUNCTION:
                yield inner
            else:
                yield from functions(inner)


def rest(code: CodeType) -> tuple:
    """All of a module but what is in its functions."""
    held = [_held(constant) for constant in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, held


def _held(constant: Any) -> object:
    if not isinstance(constant, CodeType):
        return repr(constant)
    return constant.co_qualname if constant.co_flags & A_FUNCTION else rest(constant)


def changed_function(old: CodeType, new: CodeType) -> CodeType | None:
    """The new code of the one function that differs; None when it is anything else."""
    if rest(old) != rest(new):
        return None
    pairs = zip(functions(old), functions(new), strict=True)
    other = [after for before, after in pairs if before != after]
    return other[0] if len(other) == 1 and not other[0].co_freevars else None


class Warm:
    """The quick way, in a process that has loaded the house and the tests."""

    def __init__(self, file: str, words: list[str]) -> None:
        self.file, self.words = str(Path(file).resolve()), words
        pytest.main(["--collect-only", "-qq", *PLAIN, *words])
        self.old = compile(Path(file).read_text(), self.file, "exec")
        self.live = [
            one
            for one in gc.get_objects()
            if isinstance(one, FunctionType) and one.__code__.co_filename == self.file
        ]

    def tries(self, mutant: Mutant) -> Callable[[], bool] | None:
        new = changed_function(self.old, compile(mutant.code, self.file, "exec"))
        if new is None:
            return None
        where = [f for f in self.live if f.__code__.co_qualname == new.co_qualname]
        return (lambda: self._with(new, where)) if len(where) == 1 else None

    def _with(self, new: CodeType, where: list[FunctionType]) -> bool:
        where[0].__code__ = new
        return tests_pass(self.words)


def quickly(file: str, words: list[str], found: list[Mutant], seconds: float) -> list[str]:
    """The outcome of each that one function's new code makes, SURVIVED for the others."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        warm = Warm(file, words)
        tried = [(one, warm.tries(one)) for one in found]
        gc.freeze()
        outcomes = [forked(do, seconds) if do else SURVIVED for _, do in tried]
        os.write(writing, json.dumps([o[0] for o in outcomes]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        first = json.loads(told.read())
    os.waitpid(child, 0)
    return [next(o for o in (KILLED, SURVIVED, TOO_LONG) if o[0] == letter) for letter in first]


def anew(file: str, words: list[str], code: str) -> bool:
    sys.meta_path.insert(0, Finder(name_of(file), str(Path(file).resolve()), code))
    return tests_pass(words)


def main(file: str, result: str, part: str, *words: str) -> None:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, each costs time
    load_what_others_made(list(words))
    gc.freeze()  # or each child copies all there is, only to find that nothing of it is garbage
    source = Path(file).read_text()
    begun = time.monotonic()
    if forked(lambda: anew(file, list(words), source), 600) != SURVIVED:
        sys.exit(f"the tests of {file} fail without any change")
    seconds = LONGEST * (time.monotonic() - begun) + 30
    which, of = map(int, part.split("/"))
    found = mutants(source)[which - 1 :: of]
    outcomes = quickly(file, list(words), found, seconds)
    for number, mutant in enumerate(found):
        if outcomes[number] == SURVIVED:
            outcomes[number] = forked(lambda m=mutant: anew(file, list(words), m.code), seconds)
    rows = [(m.line, m.what, o) for m, o in zip(found, outcomes, strict=True)]
    Path(result).write_text(json.dumps(rows, ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
