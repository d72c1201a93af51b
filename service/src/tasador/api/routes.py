"""What the routes answer. Each answer depends on its request and on the model alone, so that asking twice is free."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from starlette.requests import Request
from starlette.responses import Response

from tasador import __version__, logs
from tasador.api import answers
from tasador.api.middleware import BATCH, RequestState, request_state
from tasador.api.schemas import BatchRequest, HomeRequest
from tasador.api.settings import ApiSettings
from tasador.pricing.places.usual import Bands, unusual
from tasador.pricing.vocabulary import REGIONS, TYPES

if TYPE_CHECKING:
    from tasador.api.reading import ReadHome
    from tasador.pricing.appraisal import Appraisal
    from tasador.pricing.fields import Home

CACHED: Final = "public, max-age=300"
NOT_CACHED: Final = "no-store"
ROUTES: Final = (
    ("/", "GET", "getStatus", "status"),
    ("/model", "GET", "getModel", "card"),
    ("/places", "GET", "getPlaces", "places"),
    ("/predict", "POST", "predict", "predict"),
    (BATCH, "POST", "predictBatch", "predict_batch"),
)


class Appraiser(Protocol):
    """What the service needs of a model."""

    @property
    def version(self) -> str: ...
    @property
    def card(self) -> Mapping[str, Any]: ...
    def places(self) -> Sequence[Mapping[str, Any]]: ...
    def appraise(self, home: Home) -> Appraisal: ...
    def appraise_many(self, homes: list[Home]) -> Sequence[Appraisal]: ...


class Endpoints:
    """The endpoints, over one model."""

    def __init__(self, model: Appraiser, settings: ApiSettings) -> None:
        self.model = model
        self.revision = settings.revision
        self.etag = f'"{__version__}-{settings.revision}-{model.version}"'

    async def status(self) -> Response:
        body = {"status": "ok", "version": __version__, "revision": self.revision, "model": self.model.version}
        return _json(body, {"Cache-Control": NOT_CACHED})

    async def card(self, request: Request) -> Response:
        return self._cached(request, lambda: {**self.model.card, "version": self.model.version})

    async def places(self, request: Request) -> Response:
        return self._cached(request, lambda: {"l2": REGIONS, "property_types": TYPES, "places": self.model.places()})

    async def predict(self, home: HomeRequest, request: Request) -> Response:
        state = request_state(request.scope)
        logs.write(logs.INPUT, request_id=state.request_id, home=logs.audited(home.home, self._localities))
        appraisal = self.model.appraise(home.home)
        logs.write(
            logs.OUTPUT, request_id=state.request_id, model=self.model.version, **self._outcome(appraisal, state)
        )
        return _json(self._answer(home, appraisal, state), _in_language(state))

    async def predict_batch(self, batch: BatchRequest, request: Request) -> Response:
        state = request_state(request.scope)
        homes = [one.home for one in batch]
        audited = [logs.audited(home, self._localities) for home in homes]
        logs.write(logs.INPUT, request_id=state.request_id, homes=audited)
        appraisals = self.model.appraise_many(homes)
        outcomes = [self._outcome(appraisal, state) for appraisal in appraisals]
        logs.write(logs.OUTPUT, request_id=state.request_id, model=self.model.version, homes=outcomes)
        priced = [self._answer(one, appraisal, state) for one, appraisal in zip(batch, appraisals, strict=True)]
        return _json({"cantidad": len(priced), "predicciones": priced}, _in_language(state))

    def _outcome(self, appraisal: Appraisal, state: RequestState) -> dict[str, object]:
        """What the log and the metrics are told of one price."""
        outcome: dict[str, object] = {
            "l2": appraisal.home.l2,
            "price": round(appraisal.price, 2),
            "low": round(appraisal.low, 2),
            "high": round(appraisal.high, 2),
            "warnings": [notice.code for notice in appraisal.notices],
        }
        found = unusual(self._usual, appraisal.home, appraisal.price)
        if found is None:
            return outcome
        state.unusual.append(found)
        return {**outcome, "price_unusual": int(found.price), "surface_unusual": int(found.surface)}

    def _answer(self, read: ReadHome, appraisal: Appraisal, state: RequestState) -> dict[str, Any]:
        body = answers.answer(appraisal, read.notices, self.model.card, self.model.version, state.language)
        state.prices.append(appraisal.price)
        state.warnings += len(body["avisos"])
        return body

    def _cached(self, request: Request, body: Callable[[], object]) -> Response:
        """An answer that only a release changes."""
        headers = {"ETag": self.etag, "Cache-Control": CACHED}
        if is_current(request.headers.get("if-none-match"), self.etag):
            return Response(None, 304, headers)
        return _json(body(), headers)

    @cached_property
    def _usual(self) -> Bands:
        found: Bands = self.model.card.get("usual", {})
        return found

    @cached_property
    def _localities(self) -> frozenset[str]:
        return frozenset(place["name"] for place in self.model.places())


def is_current(if_none_match: str | None, etag: str) -> bool:
    """Whether one of the caller's tags, weak or strong, is this one, or `*` (RFC 9110, 13.1.2: weak comparison)."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in tags or "*" in tags


def _in_language(state: RequestState) -> dict[str, str]:
    return {"Cache-Control": NOT_CACHED, "Content-Language": state.language, "Vary": "Accept-Language"}


def _json(body: object, headers: dict[str, str]) -> Response:
    rendered = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(rendered.encode(), 200, headers, "application/json")
