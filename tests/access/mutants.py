"""Mutants: one small change each to one file, made by mutmut's operators (libcst).

mutmut itself leaves decorated functions, class bodies and tables alone, so every property, policy
table and dataclass here would go untried: its operators are used on the whole file instead.
What only a reader or a type checker sees is not changed: docstrings, annotations, imports, and
strings with a space in them, which are sentences.
"""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from mutmut.mutation.mutators import mutation_operators


@dataclass(frozen=True)
class Mutant:
    """The whole file with one change. `what` tells it apart and does not move with the lines."""

    line: int
    what: str
    code: str


def mutants(source: str) -> list[Mutant]:
    """All of a file, those with the same text counted once."""
    module = cst.parse_module(source)
    found: dict[str, Mutant] = {}
    for node, other in _changes(module):
        code = module.deep_replace(node, other).code
        if code != source and code not in found and _is_python(code):
            found[code] = Mutant(*_difference(source, code), code)
    return list(found.values())


def _changes(module: cst.Module) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    for node in _worth_changing(module):
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                yield from ((node, other) for other in operator(node))


def _worth_changing(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, (cst.Annotation, cst.Import, cst.ImportFrom)) or _is_for_readers(node):
        return
    yield node
    for child in node.children:
        yield from _worth_changing(child)


def _is_for_readers(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleString) and " " in node.value


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def _difference(old: str, new: str) -> tuple[int, str]:
    """The first changed line, and `before => after` of the lines that differ."""
    one, other = old.splitlines(), new.splitlines()
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    before = " / ".join(line.strip() for _, a, b, _, _ in changed for line in one[a:b])
    after = " / ".join(line.strip() for _, _, _, a, b in changed for line in other[a:b])
    return changed[0][1] + 1, f"{before} => {after}"
