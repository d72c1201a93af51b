"""What mutmut says is read as it says it, and an unknown verdict kills nothing."""

import tomllib

import pytest

from tests import mutation
from tests.mutation import Mutant

SAID = """    tasador_release.values.alias.x_line__mutmut_3: killed
    tasador_release.values.alias.x_line__mutmut_4: survived
    tasador.pricing.forest.xǁForestǁadd__mutmut_1: timeout
    tasador.pricing.forest.xǁForestǁadd__mutmut_2: no tests
Some other line: of text
"""


def test_each_mutant_has_its_module_its_function_and_its_verdict() -> None:
    first, *_, last = mutation.parse_results(SAID)
    assert (first.module, first.function) == (
        "tasador_release.values.alias",
        "tasador_release.values.alias.x_line",
    )
    assert last == Mutant("tasador.pricing.forest.xǁForestǁadd__mutmut_2", "no tests")
    assert len(list(mutation.parse_results(SAID))) == 4


def test_what_survived_and_what_no_test_ran_is_alive() -> None:
    tried = list(mutation.parse_results(SAID))
    assert mutation.share_killed(tried) == pytest.approx(0.5)
    assert list(mutation.report(tried))[-1] == "50.0% of 4 mutants killed; at least 85% wanted"


def test_the_copy_s_settings_lead_to_the_mutated_packages_first() -> None:
    project = '[tool.pytest.ini_options]\npythonpath = ["service/src", "ci/src", "."]\n'
    told = tomllib.loads(mutation.configured(project, "tasador_release/flow/*", ["tests/unit"], ["infra"]))["tool"]
    assert told["pytest"]["ini_options"]["pythonpath"][0] == "src"
    assert told["mutmut"]["only_mutate"] == ["src/tasador_release/flow/*"]
    assert told["mutmut"]["also_copy"] == ["infra"]
