"""Settings of every ring."""

from hypothesis import settings

# no test depends on wall time: a slow machine makes no example fail
settings.register_profile("tasador", deadline=None, database=None)
settings.load_profile("tasador")
