"""The mutants of one file: mutmut's operators over the bodies of its functions, less what nobody could notice.

Left out, since what runs stays the same or says the same: annotations and docstrings (mutmut leaves these), the name of
the encoding UTF-8 and that one is named, `strict` of a zip, an exception's cause, and the letter case of prose (a text
with a space in it is changed as a whole, once). Constants of a module and defaults of parameters are not mutated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.mutation.mutant import Mutant

_ENCODING: Final = re.compile(r"""^["']utf-8["']$""")
_SILENT: Final = frozenset({"encoding", "strict"})  # keywords that change nothing that a test could see


class File:
    """The mutants of one source; each is written out when it is asked for."""

    def __init__(self, path: str, source: str) -> None:
        wrapper = MetadataWrapper(cst.parse_module(source))
        visitor = _Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
        self._module = wrapper.visit(visitor)
        positions = wrapper.resolve(PositionProvider)
        owners = _qualified(self._module)
        kept = [one for one in visitor.mutations if one.contained_by_top_level_function in owners and _told(one)]
        self._mutations = kept
        self.mutants = [
            _mutant(path, number, one, owners, positions, self._module) for number, one in enumerate(kept, 1)
        ]

    def mutated(self, mutant: Mutant) -> str:
        one = self._mutations[mutant.number - 1]
        changed = deep_replace(self._module, one.original_node, one.mutated_node)
        return cst.ensure_type(changed, cst.Module).code


class _Everywhere(MutationVisitor):
    """mutmut passes over functions with a decorator, for its trampolines; ours are put in by their code."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value in _SILENT:
            return True
        if isinstance(node, cst.Param | cst.Decorator):
            return True
        return False if isinstance(node, cst.FunctionDef) else bool(super()._skip_node_and_children(node))


def _qualified(module: cst.Module) -> Mapping[cst.CSTNode, str]:
    """The functions of the module and the methods of its classes, by node."""
    found: dict[cst.CSTNode, str] = {}
    for node in module.body:
        if isinstance(node, cst.FunctionDef):
            found[node] = node.name.value
        elif isinstance(node, cst.ClassDef):
            methods = (item for item in node.body.body if isinstance(item, cst.FunctionDef))
            found.update({method: f"{node.name.value}.{method.name.value}" for method in methods})
    return found


def _told(mutation: Mutation) -> bool:
    was, new = mutation.original_node, mutation.mutated_node
    if isinstance(was, cst.Call) and isinstance(new, cst.Call):
        return not _silent_call(was, new)
    if isinstance(was, cst.SimpleString) and isinstance(new, cst.SimpleString):
        prose = " " in was.value
        return not (_ENCODING.match(was.value) or (prose and new.value.casefold() == was.value.casefold()))
    return True


def _silent_call(was: cst.Call, new: cst.Call) -> bool:
    """An argument that says nothing was dropped or made None."""
    kept = {id(arg) for arg in new.args}
    gone = [arg for arg in was.args if id(arg) not in kept]
    return bool(gone) and all(arg.keyword is not None and arg.keyword.value in _SILENT for arg in gone)


def _mutant(
    path: str,
    number: int,
    mutation: Mutation,
    owners: Mapping[cst.CSTNode, str],
    positions: Mapping[cst.CSTNode, Any],
    module: cst.Module,
) -> Mutant:
    owner = mutation.contained_by_top_level_function
    assert owner is not None
    place: CodeRange = positions[mutation.original_node] if mutation.original_node in positions else positions[owner]
    function: CodeRange = positions[owner]
    was, new = (_code(module, node) for node in (mutation.original_node, mutation.mutated_node))
    return Mutant(path, number, owners[owner], function.start.line, place.start.line, was, new)


def _code(module: cst.Module, node: cst.CSTNode) -> str:
    return " ".join(module.code_for_node(node).split())


def of_sources(sources: Iterable[tuple[str, str]]) -> list[Mutant]:
    """All mutants of (path, source) pairs."""
    return [mutant for path, source in sources for mutant in File(path, source).mutants]
