"""What Lambda would refuse is refused first, with the reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import ManifestRefused
from tasador_release.image.published import verify

from tests.unit.release.images import a_manifest, digest

AMD64 = b'{"os": "linux", "architecture": "amd64"}'


def test_a_good_manifest_becomes_a_reference_by_digest() -> None:
    found = verify("repo", a_manifest(), AMD64)
    assert found.uri == f"repo@{digest(a_manifest())}"
    assert found.size == 10


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (a_manifest(kind="application/vnd.oci.image.index.v1+json"), "index"),
        (a_manifest(kind="application/vnd.docker.distribution.manifest.list.v2+json"), "index"),
        (b'{"manifests": [], "schemaVersion": 2}', "index"),
        (a_manifest(kind="application/json"), "manifest is of type application/json"),
        (a_manifest(config="application/vnd.in-toto+json"), "config is of type"),
        (a_manifest(layer="application/vnd.oci.image.layer.v1.tar+zstd"), r"tar\+zstd"),
        (a_manifest(layer="application/vnd.oci.image.layer.v1.tar"), "layer of type"),
        (a_manifest(size=11 * 1024**3), "above the limit"),
        (b'{"config": {"mediaType": "application/vnd.oci.image.config.v1+json"}}', "no layers"),
    ],
)
def test_a_manifest_is_refused_with_the_reason(manifest: bytes, reason: str) -> None:
    with pytest.raises(ManifestRefused, match=reason):
        verify("repo", manifest)


@pytest.mark.parametrize("platform", [("linux", "arm64"), ("windows", "amd64"), (None, None)])
def test_another_platform_is_refused(platform: tuple[str | None, str | None]) -> None:
    config = json.dumps({"os": platform[0], "architecture": platform[1]}).encode()
    with pytest.raises(ManifestRefused, match="not linux/amd64"):
        verify("repo", a_manifest(), config)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["config", "layers", "mediaType", "x"]), inner),
)


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_nothing_odd_is_ever_taken_for_an_image(manifest: bytes) -> None:
    with pytest.raises(ManifestRefused):
        verify("repo", manifest)
