"""What makes an account ready and what takes a stage down. Each says what it would do before it does it."""

from tasador_release import adoption as adoptions
from tasador_release import bootstrap as bootstraps
from tasador_release import teardown
from tasador_release.values.confirmation import confirmed

from ..project import Project
from ..verbs import operate


async def destroy(project: Project, confirm: str) -> str:
    """Say what goes and what stays; with the code that this ends with, do it."""
    target, terraform = await operate.opened(project, allow_destroy=True)
    seen = await teardown.look(terraform, target)
    if not confirmed(confirm, seen.code):
        return "\n".join((*seen.lines(), _again(project, f"dagger call destroy --confirm={seen.code}")))
    await teardown.execute(terraform, seen)
    return "\n".join(("done:", *seen.lines()))


async def close(project: Project) -> str:
    """The stage of a pull request taken down: nobody is asked, as its like is made by the next push."""
    target, terraform = await operate.opened(project, allow_destroy=True)
    seen = await teardown.look(terraform, target)
    await teardown.execute(terraform, seen)
    return "\n".join(seen.lines())


async def bootstrap(project: Project, repository: str, *, dry_run: bool) -> str:
    """The account made ready: once, by an administrator; again from wherever a former run was stopped."""
    target, terraform = await operate.opened(project, state=False)
    given = {"github_repository": repository} if repository else {}
    if dry_run:
        return "\n".join(await bootstraps.dry_run(terraform, target, given))
    made = await bootstraps.execute(terraform, target, given)
    return "\n".join(f"{name:18} {value}" for name, value in made.items())


async def adopt(project: Project, confirm: str) -> str:
    """Say what stands and would be taken over; with the code that this ends with, do it."""
    target, terraform = await operate.opened(project)
    adoption = await adoptions.plan(terraform, target)
    if not confirmed(confirm, adoption.code):
        return "\n".join((*adoption.lines(), _again(project, f"dagger call adopt --confirm={adoption.code}")))
    await adoptions.execute(terraform, adoption)
    return "\n".join(("done:", *adoption.lines()))


def _again(project: Project, line: str) -> str:
    """The line that does it: of any stage but the usual one it names which."""
    if project.stage != Project.stage:
        line = line.replace(" call ", f" call --stage={project.stage} ", 1)
    return f"nothing was done; to do it: {line}"
