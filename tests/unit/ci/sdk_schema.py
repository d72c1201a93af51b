"""A GraphQL schema read off the SDK's own client: types, fields, arguments, each a scalar or a list of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Final

import graphql
from dagger.client import base, gen

from tests.dagger_calls import camel

SCALARS: Final[dict[str, graphql.GraphQLScalarType]] = {
    "int": graphql.GraphQLInt,
    "float": graphql.GraphQLFloat,
    "bool": graphql.GraphQLBoolean,
}
ANYTHING: Final = graphql.GraphQLScalarType("Anything")
NODE: Final = graphql.GraphQLInterfaceType("Node", {"id": graphql.GraphQLField(graphql.GraphQLString)})
# they give the id of the object itself
SELF: Final = ("sync", "start", "stop")
Objects = dict[str, graphql.GraphQLObjectType]


def read() -> graphql.GraphQLSchema:
    objects: Objects = {}
    for name, cls in classes().items():
        interfaces = [] if name == "Query" else [NODE]
        objects[name] = graphql.GraphQLObjectType(name, _later(objects, name, cls), interfaces)
    return graphql.GraphQLSchema(query=objects["Query"], types=list(objects.values()))


def classes() -> dict[str, type[base.Type]]:
    return {
        ("Query" if cls is gen.Client else cls._graphql_name()): cls
        for name, cls in vars(gen).items()
        if inspect.isclass(cls) and issubclass(cls, base.Type) and cls is not base.Type and not name.startswith("_")
    }


def _later(objects: Objects, name: str, cls: type) -> Callable[[], dict[str, graphql.GraphQLField]]:
    """Fields refer to types that are yet to be made."""

    def fields() -> dict[str, graphql.GraphQLField]:
        found = {"id": graphql.GraphQLField(graphql.GraphQLString)}
        if name == "Query":
            found["node"] = graphql.GraphQLField(NODE, {"id": argument("str")})
        for method, function in inspect.getmembers(cls, inspect.isfunction):
            if not method.startswith("_") and method != "with_":
                found[camel(method)] = _field(objects, name, method, inspect.signature(function))
        return found

    return fields


def _field(objects: Objects, owner: str, method: str, signature: inspect.Signature) -> graphql.GraphQLField:
    args = {camel(p.name): argument(p.annotation) for p in signature.parameters.values() if p.name != "self"}
    returned = plain(signature.return_annotation)
    if method in SELF:
        return graphql.GraphQLField(graphql.GraphQLString, args)
    return graphql.GraphQLField(objects[owner] if returned == "Self" else result(objects, returned), args)


def result(objects: Objects, text: str) -> graphql.GraphQLOutputType:
    if listed := re.match(r"list\[(.*)\]", text):
        return graphql.GraphQLList(result(objects, listed[1]))
    found: graphql.GraphQLOutputType = SCALARS.get(text) or objects.get(text) or graphql.GraphQLString
    return found


def argument(annotation: object) -> graphql.GraphQLArgument:
    listed = plain(annotation).startswith("list[")
    return graphql.GraphQLArgument(graphql.GraphQLList(ANYTHING) if listed else ANYTHING)


def plain(annotation: object) -> str:
    """An annotation without modules, quotes and None."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"[\w.]+\.(\w+)", r"\1", text).replace("'", "").split(" |")[0]
