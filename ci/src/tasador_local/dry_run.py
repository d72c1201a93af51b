"""What a rehearsal would do, read off without doing it: nothing is started, and nothing written."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text
from tasador_release import recipes, stages
from tasador_release.recipes import Command
from tasador_release.values.target import Address

from tasador_local.browser import command as visit_command
from tasador_local.build import builder
from tasador_local.rehearsal import Rehearsal
from tasador_local.terraform import Terraform

TREE = "<tree>"


def show(rehearsal: Rehearsal, only: tuple[str, ...], console: Console) -> None:
    wanted = [stage for stage in rehearsal.stages if not only or stage.name in only]
    for stage in stages.closure(wanted):
        after = ", ".join(need.name for need in stage.needs)
        console.print(Text.assemble((f"{stage.name:<10}", "bold"), f"after {after}" if after else "at once"))
        for step in _steps(rehearsal, stage.name):
            console.print(Text(f"          {step}", style="dim"), soft_wrap=True)


def _steps(rehearsal: Rehearsal, name: str) -> Iterator[str]:
    maker, places = rehearsal.maker, rehearsal.maker.places
    match name:
        case "check":
            yield _shown(builder.check(places.python))
        case "model":
            yield from _model(maker)
        case "web":
            yield from map(_shown, (recipes.web_install(), recipes.web_build()))
        case "function":
            yield _shown(recipes.function_install(TREE, python=str(places.emulator)))
            yield from (f"copy {copy.source} to {TREE}/{copy.destination}" for copy in recipes.FUNCTION_SOURCES)
            yield _shown(recipes.precompile(TREE, str(places.emulator)))
        case _:
            yield from _effects(rehearsal, name)


def _model(maker: builder.Maker) -> Iterator[str]:
    folder = maker.places.root / "service" / "model"
    if maker.data:
        yield _shown(builder.train(maker.places, maker.data, folder))
    yield _shown(builder.model_verify(maker.places, folder))


def _effects(rehearsal: Rehearsal, name: str) -> Iterator[str]:
    """Stages that change something: on the emulated AWS alone."""
    match name:
        case "emulator":
            yield f"start ministack on port {rehearsal.wish.port or 'of its choice'} of 127.0.0.1"
        case "infra" if isinstance(rehearsal.ground_maker, Terraform):
            for root in (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP):
                yield f"terraform init, plan, apply in a copy of {root}"
        case "infra":
            yield "make the stack of infra/ with boto3, under the deploy role of infra/bootstrap"
        case "release":
            yield "prove the version, send the page, move the alias, show the index, invalidate, smoke"
            yield _shown(visit_command(rehearsal.maker.places, Address("<page>")))
        case _:
            yield "see the scheduled warm-up arrive in the function's log"


def _shown(command: Command) -> str:
    where = "" if command.cwd == "." else f"   (in {command.cwd})"
    return " ".join(command.argv) + where
