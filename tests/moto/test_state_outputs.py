"""The emulator's tests of this name, on moto's server."""

from tests.moto.same import taken_over

globals().update(taken_over("release.test_state_outputs"))
