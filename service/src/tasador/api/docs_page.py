"""The documentation page: plain HTML made from the OpenAPI document.

No script, no inline style, nothing from another host: so it works under the site's content security
policy, behind any prefix, and without a network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from tasador.api import openapi

STYLE: Final = """\
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; }
h2 code { font-size: 1.2rem; }
pre { background: #f4f4f4; padding: 1rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #e8e8e8; }
  pre { background: #262626; }
  a { color: #8ab4f8; }
}
"""


def page() -> str:
    document = openapi.document()
    return "\n".join(_page(document))


def _page(document: dict[str, Any]) -> Iterator[str]:
    info, schemas = document["info"], document["components"]["schemas"]
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<title>{escape(info["title"])} API</title>\n<link rel="stylesheet" href="docs.css">\n</head>\n<body>'
    yield f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>"
    yield f'<p>{escape(info["summary"])} For tools: <a href="openapi.json">openapi.json</a>.</p>'
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield from _operation(path, method, operation)
    for name, schema in schemas.items():
        yield from _schema(name, schema)
    yield "</body>\n</html>\n"


def _operation(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(operation["operationId"])}"><code>{method.upper()} {escape(path)}</code></h2>'
    yield f"<p>{escape(operation['summary'])}.</p>"
    body = operation.get("requestBody", {}).get("content", {}).get(openapi.JSON)
    if body:
        yield f"<p>Takes {_type(body['schema'])}, such as:</p>"
        for example in body["examples"].values():
            yield f"<pre>{escape(json.dumps(example['value'], ensure_ascii=False, indent=2))}</pre>"
    yield "<table><tr><th>Status</th><th>Answer</th><th></th></tr>"
    for status, answer in operation["responses"].items():
        (media, content) = next(iter(answer["content"].items()))
        described = f"<td>{_type(content['schema'])} <code>{media}</code></td><td>{escape(answer['description'])}</td>"
        yield f"<tr><td>{status}</td>{described}</tr>"
    yield "</table>"


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(name)}">{escape(name)}</h2>\n<p>{escape(schema.get("description", ""))}</p>'
    yield "<table><tr><th>Field</th><th>Type</th><th></th></tr>"
    required = schema.get("required", [])
    for field, value in schema["properties"].items():
        optional = "" if field in required else " (optional)"
        yield (
            f"<tr><td><code>{escape(field)}</code>{optional}</td><td>{_type(value)}</td>"
            f"<td>{escape(value.get('description', ''))}</td></tr>"
        )
    yield "</table>"


def _type(schema: dict[str, Any]) -> str:
    """The type in a few words, with its limits; a link for a shape of its own."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return escape(str(schema.get("type", "any"))) + _limits(schema)


def _limits(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    return "" if low is None and high is None else f" {low:g}..{high:.0f}"
