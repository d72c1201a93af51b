"""How many requests a rollback makes when there are many records."""

from dataclasses import replace

from tasador_release.values.history import record_key

from tests.cloud.gate import Gate
from tests.cloud.world import World


def test_a_thousand_records_cost_a_rollback_five_requests_more(two: World) -> None:
    few = Gate()
    two.roll_back(gate=few)
    two.release("two")
    made = two.past().releases[0]
    for number in range(100_000, 101_000):
        record = replace(made, id=f"{number}-x", outcome="rolled back")
        two.cloud.put("site", record_key(record.id), record.to_json().encode())
    two.release("three")
    many = Gate()
    two.roll_back(gate=many)
    assert len(many.calls) <= len(few.calls) + 5
