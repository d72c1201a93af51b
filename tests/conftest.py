"""Settings of every ring."""

import os
from typing import Final

from hypothesis import settings

# the nightly run asks for 1,000 examples of every property
EXAMPLES: Final = int(os.environ.get("TASADOR_EXAMPLES", "50"))

# no test depends on wall time: a slow machine makes no example fail
settings.register_profile("tasador", deadline=None, database=None, max_examples=EXAMPLES)
settings.load_profile("tasador")
