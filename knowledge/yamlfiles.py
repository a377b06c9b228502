"""YAML files with the line of every value, so that a mistake can be shown where it stands.

Feeds knowledge.documents, knowledge.rules and knowledge.vocabulary.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import KnowledgeError

Lines = dict[tuple, int]
M = TypeVar("M", bound=BaseModel)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, name: str = "") -> tuple[Any, Lines]:
    """The file's data and, for every value, its line (from 1) by the path of keys and indexes that leads to it.

    Raises KnowledgeError('unreadable') where the file is not YAML, naming it `name` or as it is called.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        lines: Lines = {}
        return (_value(node, (), lines) if node else {}), lines
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not UTF-8 text"
        raise KnowledgeError("unreadable", place=f"{name or path.name}:{line}", problem=problem) from None


def _value(node: yaml.Node, path: tuple, lines: Lines) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        data = {}
        for key_node, value_node in node.value:
            if key_node.value in data:
                raise yaml.composer.ComposerError(
                    None, None, f"the key '{key_node.value}' stands twice", key_node.start_mark
                )
            data[key_node.value] = _value(value_node, (*path, key_node.value), lines)
            here = (*path, key_node.value)
            lines[here] = key_node.start_mark.line + 1
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines) for index, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in ("true", "yes", "on")
    return node.value


def line_of(path: tuple, lines: Lines) -> int:
    """The line of the value at `path`, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def validated(model: type[M], data: Any, lines: Lines, name: str) -> M:
    """`data` as `model`; raises KnowledgeError('invalid') for its first mistake, with file and line.

    A key that is not known comes before one that is missing: it is most likely the same key, mistyped.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        mistakes = sorted(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        where = tuple(mistakes[0]["loc"])
        field = next((str(part) for part in reversed(where) if isinstance(part, str)), "file")
        problem = mistakes[0]["msg"].lower()
        if mistakes[0]["type"] == "extra_forbidden":
            missing = [str(e["loc"][-1]) for e in mistakes if e["type"] == "missing" and e["loc"][:-1] == where[:-1]]
            near = difflib.get_close_matches(field, missing, 1)
            problem = f"there is no such key here{f', did you mean {near[0]}?' if near else ''}"
        raise KnowledgeError("invalid", place=f"{name}:{line_of(where, lines)}", field=field, problem=problem) from None
