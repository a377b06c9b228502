"""Quiet: a server starts without a warning of its libraries, and other warnings of deprecation are still shown."""

from __future__ import annotations

import warnings
from importlib.machinery import SourceFileLoader

from bot.quiet import hush


def test_the_one_warning_is_left_out_and_no_other(tmp_path):
    module = tmp_path / "extension.py"
    module.write_text("")
    with warnings.catch_warnings(record=True) as seen:
        warnings.filterwarnings("always", category=DeprecationWarning)  # Sanic has them shown when it is imported
        SourceFileLoader("", str(module)).load_module()  # as pykwalify does
        assert len(seen) == 1
        hush()
        SourceFileLoader("", str(module)).load_module()
        warnings.warn("another is deprecated", DeprecationWarning, stacklevel=1)
    assert [str(warning.message) for warning in seen[1:]] == ["another is deprecated"]
