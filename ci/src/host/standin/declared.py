"""The whole stand-in as data, in an order in which each resource comes after those it refers to."""

from host.standin.api import api
from host.standin.function import function, permission
from host.standin.registry import registry
from host.standin.resource import Resource
from host.standin.scene import Scene
from host.standin.site import site
from host.standin.warmup import warmup
from host.standin.watch import watch


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
