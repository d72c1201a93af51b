"""Generators: `dagger generate` brings the files up to date, and `dagger check` fails while one is not."""

from typing import TYPE_CHECKING

import dagger
from dagger import function, generate, object_type

from .. import lazy
from ..arguments import cached
from ..project import Project

if TYPE_CHECKING:
    from ..verbs import generated
else:
    generated = lazy.verb("generated")


@object_type
class Generate(Project):
    """Files of the repo that are made of others. `dagger generate` makes them all."""

    @cached
    @generate
    async def openapi(self) -> dagger.Changeset:
        """The description of the function's API, as app.json's function.openapi makes it."""
        return await generated.openapi(self)

    @cached
    @generate
    async def page_types(self) -> dagger.Changeset:
        """The page's types, as app.json's site.types makes them of that description."""
        return await generated.page_types(self)

    @function
    @generate
    def locks(self) -> dagger.Changeset:
        """The lock files, of the pyproject.toml files; a locked version stays as long as it fits."""
        return generated.locks(self)
