"""The function's entry point: `tasador.entry.handler.handler` for Lambda, `tasador.entry.handler:app` for a server."""

from __future__ import annotations

import gc

# What an import makes stays, so that looking through it for garbage is time lost: some 6 % of a cold start.
gc.disable()
try:
    from tasador.entry.function import app, handler
finally:
    gc.enable()
    gc.freeze()

__all__ = ["app", "handler"]
