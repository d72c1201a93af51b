"""Reads that show for a while what stood before a write, between boto3 and the double that serves it.

Of the services whose control planes AWS calls eventually consistent. S3 is not one of them: its reads are consistent.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import RLock, get_ident
from typing import Any, Final
from urllib.parse import unquote

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders

SERVICES: Final = ("iam", "lambda", "events", "cloudfront")
_READS: Final = ("Get", "List", "Describe")
_MADE: Final = {"PublishVersion": "Version", "CreateAlias": "Name", "PutRule": "Name", "CreateInvalidation": "Id"}
_WORDS: Final = re.compile(r"[^\w.-]+")
# how a service says that it does not know a thing (yet)
_NO_JSON: Final = json.dumps({"__type": "ResourceNotFoundException", "Type": "User", "message": "not known"})
_NO_XML: Final = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchInvalidation</Code><Message>not known</Message></Error>"
    "<RequestId>1</RequestId></ErrorResponse>"
)


class Body(io.BytesIO):
    """As urllib3 hands an answer to botocore."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


@dataclass(frozen=True)
class Asked:
    """One call: what was asked of whom. Two that are equal get the same answer, unless something was written."""

    service: str
    name: str
    what: str

    @property
    def words(self) -> set[str]:
        return set(_WORDS.split(unquote(self.what)))


@dataclass
class LateReads:
    """After each write to a service, the next `reads` of each kind show what stood before it."""

    reads: int = 3
    told: Counter[str] = field(default_factory=Counter)  # late answers by operation
    _shown: dict[Asked, tuple[int, str, bytes]] = field(default_factory=dict)
    _late: Counter[Asked] = field(default_factory=Counter)
    _young: Counter[tuple[str, str]] = field(default_factory=Counter)  # service and name of what was made just now
    _asked: dict[int, Asked | None] = field(default_factory=dict)  # by thread: a call is made in one of them
    _one_at_a_time: RLock = field(default_factory=RLock)  # calls are made side by side

    def register(self, service: str, made: Any) -> None:  # noqa: ANN401  a client of boto3's
        made.meta.events.register(f"before-send.{service}", self.sent)
        made.meta.events.register(f"after-call.{service}", self.answered)

    def settle(self) -> None:
        """All that was written is known from now on."""
        self._late.clear()
        self._young.clear()

    def sent(self, request: AWSRequest, event_name: str, **_: object) -> AWSResponse | None:
        service, name = event_name.split(".")[1:]
        body = request.body.decode(errors="replace") if isinstance(request.body, bytes) else request.body or ""
        asked = Asked(service, name, f"{request.url} {body}")
        late = self._told_late(asked) if name.startswith(_READS) else None
        self._asked[get_ident()] = None if late else asked
        if late is None:
            return None
        self.told[name] += 1
        status, kind, content = late
        headers = {"content-type": kind, **({"x-amzn-errortype": "ResourceNotFoundException"} if status == 404 else {})}
        return AWSResponse(str(request.url), status, HTTPHeaders.from_dict(headers), Body(content))

    def _told_late(self, asked: Asked) -> tuple[int, str, bytes] | None:
        with self._one_at_a_time:
            return self._late_answer(asked)

    def _late_answer(self, asked: Asked) -> tuple[int, str, bytes] | None:
        if self._late[asked] > 0:
            self._late[asked] -= 1
            return self._shown[asked]
        for service, made in self._young if asked not in self._shown else ():
            if self._young[service, made] > 0 and service == asked.service and made in asked.words:
                self._young[service, made] -= 1
                xml = service == "cloudfront"
                return 404, "text/xml" if xml else "application/json", (_NO_XML if xml else _NO_JSON).encode()
        return None

    def answered(self, http_response: Any, parsed: Mapping[str, Any], **_: object) -> None:  # noqa: ANN401  urllib3's
        asked = self._asked.pop(get_ident(), None)
        if asked is None or asked.name == "Invoke":
            return
        with self._one_at_a_time:
            if asked.name.startswith(_READS):
                kind = http_response.headers.get("content-type", "")
                self._shown[asked] = (http_response.status_code, kind, http_response.content)
            elif http_response.status_code < 300:
                self._written(asked, parsed)

    def _written(self, asked: Asked, parsed: Mapping[str, Any]) -> None:
        for shown in self._shown:
            if shown.service == asked.service:
                self._late[shown] = self.reads
        named = asked.name == "PutRule"  # it answers with an ARN alone
        told: Mapping[str, Any] = json.loads(asked.what.partition(" ")[2]) if named else parsed
        made = told.get("Invalidation", told).get(_MADE.get(asked.name, ""))
        if made:
            self._young[asked.service, str(made)] = self.reads
