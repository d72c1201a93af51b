"""How many requests a rollback makes when there are many records."""

from dataclasses import replace

from tasador_release.values.record import Release, record_key

from tests.cloud.gate import Gate
from tests.cloud.world import World, within


def test_a_thousand_records_cost_a_rollback_five_requests_more(two: World) -> None:
    few = Gate()
    two.roll_back(gate=few)
    two.release("two")
    made = two.past().releases[0]
    remember(two, made)
    two.release("three")
    many = Gate()
    two.roll_back(gate=many)
    assert len(many.calls) <= len(few.calls) + 5


def remember(world: World, like: Release) -> None:
    """A thousand releases on record that were rolled back."""
    for number in range(100_000, 101_000):
        record = replace(like, id=f"{number}-x", outcome="rolled back")
        world.cloud.put("site", record_key(record.id), record.to_json().encode())


def test_a_thousand_records_cost_the_history_five_requests_more(two: World) -> None:
    few, many = Gate(), Gate()
    known = within(two.effects(few).past).releases
    remember(two, known[0])
    two.release("three")
    told = within(two.effects(many).past).releases
    assert len(told) == len(known) + 1001
    assert len(many.calls) <= len(few.calls) + 5


def test_five_thousand_unchanged_files_are_planned_by_ten_requests(world: World) -> None:
    root = world.page("many").root
    for number in range(5000):
        (root / "assets" / f"part-{number:04d}.js").write_text(f"{number}")
    world.release("many")
    small, large = Gate(), Gate()
    world.release("one")
    world.release("one", small, dry_run=True)
    world.release("many", large, dry_run=True)
    assert not [call for call in large.calls if call.startswith("HeadObject")]
    assert len([call for call in large.calls if call.startswith("ListObjectsV2")]) <= 8
    assert len(large.calls) <= len(small.calls) + 10
