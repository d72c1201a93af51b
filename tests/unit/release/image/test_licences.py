"""Licences in the bill of materials: as npm's lock and the packages' own metadata have them."""

from __future__ import annotations

import json

from tasador_release.image import bom

NEW = "Metadata-Version: 2.4\nName: Typing_Extensions\nVersion: 4\nLicense-Expression: PSF-2.0\n\ntext"
OLD = "Metadata-Version: 2.1\nName: anyio\nLicense: see file\nClassifier: License :: OSI Approved :: MIT License\n\n"
BARE = "Metadata-Version: 2.1\nName: bare\nVersion: 1\n\n"
LOCK = "typing-extensions==4\nanyio==4\nunknown==1\n"
NPM = json.dumps({"packages": {"": {}, "node_modules/react": {"version": "19.0.0", "license": "MIT"}}})


def test_each_form_of_metadata_is_read() -> None:
    assert bom.licences([NEW, OLD, BARE]) == {
        "typing-extensions": "PSF-2.0",
        "anyio": "MIT License",
        "bare": "not said",
    }


def test_they_stand_with_their_components() -> None:
    text = bom.render("app", {"a.lock": LOCK, "package-lock.json": NPM}, bom.licences([NEW, OLD]))
    found = {one["name"]: one.get("licenses") for one in json.loads(text)["components"]}
    assert found == {
        "typing-extensions": [{"license": {"name": "PSF-2.0"}}],
        "anyio": [{"license": {"name": "MIT License"}}],
        "unknown": None,
        "react": [{"license": {"name": "MIT"}}],
    }


def test_the_image_s_own_list_is_of_the_lock_alone() -> None:
    assert "licenses" not in bom.render("app", {"a.lock": LOCK})
