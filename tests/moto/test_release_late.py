"""The emulator's tests of this name, on moto's server."""

from tests.moto.same import taken_over
from tests.moto.test_release import world

globals().update({**taken_over("release.test_release_late"), "world": world})
