"""An app of every part that app.json may have: the pipeline's tests are about it, whichever app the repo ships.

Nothing of it is ever run, so none of its files is there: TEXTS are those of which the pipeline reads what they say.
"""

from __future__ import annotations

import json
from typing import Any, Final

from tasador_release.values import app

NAMED: Final[dict[str, Any]] = {
    "name": "parcels",
    "title": "Parcels",
    "about": "Says what it costs to send a parcel",
    "function": {
        "handler": "parcels.entry.handler",
        "asgi": "parcels.entry:app",
        "python": "3.13",
        "path": "service/src",
        "sources": [
            {"source": "service/src/parcels", "destination": "parcels", "exclude": ["rates", "__pycache__"]},
            {"source": "service/tariff", "destination": "tariff"},
        ],
        "lock": "service/runtime.lock",
        "verify": {"arguments": ["-m", "parcels.verify"], "shown": "costs EUR {/total:,.2f}"},
        "openapi": {
            "command": ["python3", "-m", "parcels.openapi"],
            "paths": ["service"],
            "files": ["service/openapi.json"],
        },
        "labels": {"parcels.tariff": {"file": "service/tariff/card.json", "at": "/sha256"}},
        "checks": {"paths": ["service"], "commands": [["pytest", "-q", "service/tests"]]},
    },
    "site": {
        "folder": "web",
        "output": "web/dist",
        "sources": ["web/src", "web/index.html"],
        "setup": ["web/package.json", "web/package-lock.json"],
        "lock": "web/package-lock.json",
        "install": ["npm", "ci", "--prefer-offline"],
        "build": ["npm", "run", "build"],
        "visit": ["node", "visit.mjs"],
        "types": {"command": ["npm", "run", "types"], "paths": ["web"], "files": ["web/src/schema.gen.ts"]},
        "dev": ["npx", "vite"],
        "checks": {"paths": ["web"], "commands": [["npm", "test"]]},
    },
    "health": {"path": "/", "answer": {"/status": {"equals": "ok"}}, "revision": "/revision"},
    "batch_path": "/quote/batch",
    "samples": [
        {
            "name": "a letter",
            "path": "/quote",
            "body": "service/samples/letter.json",
            "answer": {"/total": {"above": 1, "below": 10}, "/currency": {"equals": "EUR"}},
            "shown": "EUR {/total:,.2f}",
        },
        {
            "name": "a box",
            "path": "/quote",
            "body": "service/samples/box.json",
            "answer": {"/total": {"above": 1, "below": 100}},
        },
    ],
    "warmup": {"path": "/quote", "body": "service/samples/letter.json", "log_event": "WARMUP"},
    "comparison": {"path": "/quote", "number": "/total", "log_event": "QUOTE_IN", "request": "/parcel"},
    "log_events": ["QUOTE_IN", "QUOTE_OUT"],
    "metrics": 2,
    "dashboard": [
        {"title": "Totals", "stat": "p50", "namespace": "Parcels", "metrics": ["Total"], "usual": [3, 30]},
    ],
    "alarms": {
        "totals": {
            "namespace": "Parcels",
            "metric": "Total",
            "statistic": "Average",
            "expression": "IF(n >= 100, m, 0)",
            "comparison": "GreaterThanThreshold",
            "threshold": 30,
            "period_s": 900,
            "periods": 1,
            "missing": "notBreaching",
            "why": "parcels cost more than any ever did",
        },
    },
    "train": {
        "lock": "service/train.lock",
        "path": "service/src",
        "arguments": ["-m", "parcels.rates", "--data", "{data}", "--out", "{out}"],
        "output": "service/tariff",
    },
}
TEXTS: Final = {
    app.FILE: json.dumps(NAMED),
    "service/samples/letter.json": '{"grams": 20}',
    "service/samples/box.json": '{"grams": 2000}',
    "service/runtime.lock": "fastapi==1.0 \\\n",
    "web/package-lock.json": '{"packages": {"node_modules/axios": {"version": "1.0.0"}}}',
    "service/tariff/card.json": '{"sha256": "c0ffee"}',
}
OWN: Final = app.assemble(app.parse(TEXTS[app.FILE]), TEXTS)
ANSWER: Final = {"total": 5.0, "currency": "EUR"}  # holds for every sample
RESULT: Final = json.dumps({"statusCode": 200, "body": json.dumps(ANSWER)})  # as the function returns it
