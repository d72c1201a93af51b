"""The whole stand-in as data, in an order in which each resource comes after those it refers to."""

from tasador_emulator.standin.api import api
from tasador_emulator.standin.function import function, permission
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.registry import registry
from tasador_emulator.standin.resource import Resource
from tasador_emulator.standin.site import site
from tasador_emulator.standin.warmup import warmup
from tasador_emulator.standin.watch import watch


def declared(scene: Scene) -> tuple[Resource, ...]:
    return (
        *registry(scene),
        *function(scene),
        *api(scene),
        permission(scene),
        *site(scene),
        *warmup(scene),
        *watch(scene),
    )
