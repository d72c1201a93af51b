"""A clone in small: the real infra/ and rehearsal, around a service and a page of a few lines each.

Every stage does what it does for the real thing, in seconds; and each can be broken by one line.
"""

import gzip
import json
import shutil
from pathlib import Path

from tests.paths import ROOT

HANDLER = """
import json, os
from tasador.pricing import artifact
ORIGIN = os.environ["TASADOR_ALLOWED_ORIGINS"].split(",")[0]

def log(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)

def handler(event, context):
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if headers.get("x-warmup") == "active":
        log("WARMUP")
        return answer({"status": "warm"})
    if event["path"].removeprefix("/api") in ("", "/"):
        return answer({"status": "ok", "revision": os.environ.get("TASADOR_REVISION")})
    log("PRED_LOG_ACCESS"); log("PRED_LOG_INPUT")
    price = artifact.load().appraise(None).price
    log("PRED_LOG_OUTPUT", price=price)
    return answer({"precio_predicho": price, "moneda": "USD"})

def answer(body):
    headers = {"content-type": "application/json", "access-control-allow-origin": ORIGIN}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(body)}
"""

MODEL = """
import gzip, json, os
from dataclasses import dataclass
from pathlib import Path

@dataclass
class Appraisal:
    price: float
    low: float = 1.0
    high: float = 2.0

class Model:
    def __init__(self, price): self.price, self.version = price, "m-000000000000"
    def appraise(self, home): return Appraisal(self.price)

def load():
    here = Path(__file__).resolve().parent
    path = os.environ.get("TASADOR_MODEL") or here.parents[1] / "model" / "price.json.gz"
    return Model(json.loads(gzip.decompress(Path(path).read_bytes()))["price"])
"""

FIELDS = """
class Home:
    def __init__(self, **fields): pass
"""

TRAINING = """
import gzip, json, sys
data, out = (sys.argv[sys.argv.index(name) + 1] for name in ("--data", "--out"))
with open(data) as lines, gzip.open(out + "/price.json.gz", "wt") as model:
    json.dump({"price": float(list(lines)[-1])}, model)
"""

BUILD = """
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/assets', { recursive: true });
writeFileSync('dist/assets/app-1234.js', 'document.title = "price"');
writeFileSync('dist/index.html', '<!doctype html><script src="/assets/app-1234.js"></script>');
"""

VISIT = """
import http from 'node:http';
const url = new URL(process.argv[process.argv.indexOf('--url') + 1]);
const headers = { host: url.host };
const options = { host: '127.0.0.1', port: url.port, path: '/api/predict', method: 'POST', headers };
const request = http.request(options, (answer) => {
  let body = '';
  answer.on('data', (chunk) => (body += chunk));
  answer.on('end', () => {
    const price = JSON.parse(body).precio_predicho;
    console.log(JSON.stringify({ ok: price > 0, said: `${price} shown`, reasons: price > 0 ? [] : ['no price'] }));
  });
});
request.end('{}');
"""

RINGS = "print('nothing to complain of')\n"

FILES = {
    "service/runtime.lock": "",
    "service/src/tasador/__init__.py": "",
    "service/src/tasador/pricing/fields.py": FIELDS,
    "service/src/tasador/pricing/artifact.py": MODEL,
    "service/src/tasador/entry/handler.py": HANDLER,
    "service/src/tasador/entry/verify.py": (ROOT / "service/src/tasador/entry/verify.py").read_text(encoding="utf-8"),
    "service/src/tasador/training/__main__.py": TRAINING,
    "service/model/card.json": "{}",
    "web/build.mjs": BUILD,
    "web/e2e/visit.mjs": VISIT,
    "web/package.json": json.dumps({"name": "small", "version": "1.0.0", "scripts": {"build": "node build.mjs"}}),
    "web/package-lock.json": json.dumps(
        {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "small"}}}
    ),
    "app.json": (ROOT / "app.json").read_text(encoding="utf-8"),
    "service/samples/full.json": "{}",
    "service/samples/short.json": "{}",
    "tests/__init__.py": "",
    "tests/rings.py": RINGS,
}


def make(folder: Path) -> Path:
    """Write it, with infra/ as it is in the repo."""
    shutil.copytree(ROOT / "infra", folder / "infra", ignore=shutil.ignore_patterns(".terraform*"))
    for name, text in FILES.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "service/model/price.json.gz").write_bytes(gzip.compress(b'{"price": 172449.0}'))
    return folder
