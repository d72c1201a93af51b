"""The sync plan: for any two listings, what goes up, in which order, with which headers."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tasador_release.site.sync import IMMUTABLE, INDEX, REVALIDATE, Remote, content_type, plan_sync, upload
from tasador_release.values.artifacts import File, Site, digest_of

names = st.sampled_from(["assets/a-1.js", "assets/b-2.css", "favicon.svg", "robots.txt", "sub/x.html", INDEX])
hashes = st.sampled_from(["a" * 64, "b" * 64, "c" * 64])


def a_site(files: dict[str, str]) -> Site:
    listed = tuple(File(path, sha, 1) for path, sha in sorted({INDEX: "a" * 64, **files}.items()))
    return Site(Path("dist"), digest_of(listed), listed)


sites = st.dictionaries(names, hashes).map(a_site)
remotes = st.lists(
    st.builds(Remote, names, st.one_of(st.just(""), hashes), st.just("text/x"), st.just("no-cache")),
    unique_by=lambda item: item.key,
)


def after(site: Site, remote: list[Remote]) -> list[Remote]:
    """The bucket once the plan has been executed."""
    sent = {item.key: item for item in plan_sync(site, remote).uploads}
    new = [Remote(item.key, item.sha256, item.content_type, item.cache_control) for item in sent.values()]
    return [item for item in remote if item.key not in sent] + new


@given(sites, remotes)
def test_after_a_sync_there_is_nothing_left_to_do(site: Site, remote: list[Remote]) -> None:
    assert plan_sync(site, after(site, remote)).empty


@given(sites, remotes)
def test_every_file_is_either_sent_or_unchanged(site: Site, remote: list[Remote]) -> None:
    plan = plan_sync(site, remote)
    assert len(plan.uploads) + plan.unchanged == len(site.files)
    assert len({item.key for item in plan.uploads}) == len(plan.uploads)


@given(sites, remotes)
def test_the_index_goes_last_and_assets_first(site: Site, remote: list[Remote]) -> None:
    keys = [item.key for item in plan_sync(site, remote).uploads]
    if INDEX in keys:
        assert keys[-1] == INDEX
    kinds = [key.startswith("assets/") for key in keys]
    assert kinds == sorted(kinds, reverse=True)


@given(sites, remotes)
def test_what_an_edge_may_hold_an_old_copy_of_is_no_asset_and_every_changed_entry(
    site: Site, remote: list[Remote]
) -> None:
    plan = plan_sync(site, remote)
    changed = {item.key for item in plan.uploads if not item.key.startswith("assets/")}
    assert {item.key for item in (*plan.entries, *filter(None, [plan.index]))} == changed


@given(sites)
def test_an_old_file_is_never_touched(site: Site) -> None:
    old = Remote("assets/old-0.js", "d" * 64, "text/javascript; charset=utf-8", IMMUTABLE)
    assert old.key not in {item.key for item in plan_sync(site, [old]).uploads}


def test_assets_are_kept_for_a_year_and_entries_are_asked_for_again() -> None:
    assert upload(File("assets/app-1.js", "a" * 64, 1)).cache_control == IMMUTABLE
    assert upload(File(INDEX, "a" * 64, 1)).cache_control == REVALIDATE


def test_same_content_with_other_headers_goes_up_again() -> None:
    site = a_site({})
    wanted = upload(site.files[0])
    stale = Remote(INDEX, wanted.sha256, wanted.content_type, "max-age=3600")
    assert plan_sync(site, [stale]).index == wanted


def test_types_do_not_depend_on_the_machine() -> None:
    assert content_type("a/b.JS") == "text/javascript; charset=utf-8"
    assert content_type("font.woff2") == "font/woff2"
    assert content_type("LICENSE") == "application/octet-stream"
