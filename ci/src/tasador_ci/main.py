"""Table of contents: every function of the module, in the order in which one meets them."""

from typing import TYPE_CHECKING

import dagger
from dagger import function, object_type, up

from . import arguments as given
from . import lazy
from .arguments import cached, uncached
from .checks import Checks
from .nouns.debug import Debug
from .nouns.generate import Generate
from .nouns.github import GitHub
from .project import Project

if TYPE_CHECKING:
    from . import artifacts
    from .infra import account
    from .infra import trial as trials
    from .verbs import doctor, look, operate, pipeline, serve
else:
    artifacts, account = lazy.module("tasador_ci.artifacts"), lazy.module("tasador_ci.infra.account")
    doctor, look, operate, pipeline, serve = map(lazy.verb, ("doctor", "look", "operate", "pipeline", "serve"))
    trials = lazy.module("tasador_ci.infra.trial")


@object_type
class Tasador(Project):
    """Ships the app of app.json: build it, prove it, put it on AWS, rehearse all of that without an account."""

    @function
    def checks(self) -> Checks:
        """The checks, one by one; `dagger check` runs them all."""
        return Checks(**vars(self))

    @function
    def github(
        self,
        repository: given.GitHubRepository,
        token: given.Token,
        identity_url: given.IdentityUrl = None,
        identity_token: given.IdentityToken = None,
    ) -> GitHub:
        """What the workflows call: verbs whose outcome is shown in the pull request and in the deployments."""
        return GitHub(
            repository=repository, token=token, identity_url=identity_url, identity_token=identity_token, **vars(self)
        )

    @function
    def generate(self) -> Generate:
        """The files that are made of others; `dagger generate` makes them all, `dagger check` holds them."""
        return Generate(**vars(self))

    @function
    def debug(self) -> Debug:
        """Where to look when something went wrong: a shell beside AWS, a release run again, inputs as files."""
        return Debug(**vars(self))

    @cached
    async def train(self, listings: given.Listings) -> dagger.Directory:
        """Compute from data what the function is packed with, as app.json says."""
        return await artifacts.train(self, listings)

    @cached
    async def image(self) -> dagger.Container:
        """The function's image, for linux/amd64."""
        return await artifacts.image(self)

    @cached
    async def site(self) -> dagger.Directory:
        """The page, built."""
        return await artifacts.site(self)

    @cached
    async def bom(self) -> str:
        """The bill of materials of everything that is shipped, with licences (CycloneDX)."""
        return await artifacts.bom(self)

    @uncached
    async def rehearse(
        self,
        only: given.Only = None,
        passes: given.Passes = 1,
        dry_run: given.DryRun = False,
        skip_checks: given.SkipChecks = False,
        stand_in: given.StandIn = False,
        allow_unscanned: given.AllowUnscanned = False,
        keep: given.KeepUp = False,
        pause_before: given.PauseBefore = "",
    ) -> str:
        """The whole deploy on an emulated AWS, with the image itself behind its API."""
        return await pipeline.rehearse(
            self,
            only,
            passes=passes,
            dry_run=dry_run,
            skip_checks=skip_checks,
            stand_in=stand_in,
            allow_unscanned=allow_unscanned,
            keep=keep,
            pause_before=pause_before,
        )

    @uncached
    @up
    async def preview(self) -> dagger.Service:
        """Page and API, live on an emulated AWS: `dagger call preview up`."""
        return await pipeline.preview(self)

    @uncached
    async def deploy(
        self,
        only: given.Only = None,
        dry_run: given.DryRun = False,
        skip_checks: given.SkipChecks = False,
        allow_destroy: given.AllowDestroy = False,
        adopt: given.Adopt = False,
        canary: given.Canary = "",
        allow_unscanned: given.AllowUnscanned = False,
        pause_before: given.PauseBefore = "",
    ) -> str:
        """Everything to AWS, in order: checked, built, pushed, applied, proved, shown, smoke tested."""
        return await pipeline.deploy(
            self,
            only,
            dry_run=dry_run,
            skip_checks=skip_checks,
            allow_destroy=allow_destroy,
            adopt=adopt,
            canary=canary,
            allow_unscanned=allow_unscanned,
            pause_before=pause_before,
        )

    @uncached
    async def publish(self) -> str:
        """Push the image unless it is there; its address by digest."""
        return await operate.publish(self)

    @uncached
    async def plan(self, image: given.ImageUri = "") -> str:
        """What an apply would add, change and destroy, by name."""
        return await operate.plan(self, image)

    @uncached
    async def apply(
        self,
        image: given.ImageUri = "",
        saved_plan: given.SavedPlan = None,
        allow_destroy: given.AllowDestroy = False,
    ) -> str:
        """Apply the infrastructure: a saved plan, and nothing but that plan."""
        return await operate.apply(self, image, saved_plan, allow_destroy=allow_destroy)

    @uncached
    async def prove(self, against: given.Against = "") -> str:
        """See what was applied answer as it must, before users get it: its samples, and beside what they have."""
        return await operate.prove(self, against)

    @uncached
    async def sync(self, dry_run: given.DryRun = False) -> str:
        """Release the page alone, with the function as it stands."""
        return await operate.sync(self, dry_run=dry_run)

    @uncached
    async def invalidate(self, paths: given.Paths, wait: given.Wait = False) -> str:
        """Make the edges forget their copies of these paths."""
        return await operate.invalidate(self, paths, wait=wait)

    @uncached
    async def smoke(self) -> str:
        """Go through the verification list on what stands."""
        return await operate.smoke(self)

    @uncached
    async def status(self, drift: given.Drift = False) -> str:
        """One screen: what is live, since when, by whom; alarms, last errors, the lock, drift."""
        return await look.status(self, drift=drift)

    @uncached
    async def logs(
        self,
        minutes: given.Minutes = 15,
        request: given.RequestId = "",
        release: given.OfRelease = "",
        follow: given.Follow = False,
    ) -> str:
        """The function's log: by request, by release, as it comes."""
        return await look.logs(self, minutes=minutes, request=request, release=release, follow=follow)

    @uncached
    async def invoke(
        self,
        body: given.Body = "",
        path: given.Path = "",
        version: given.Version = "",
        release: given.OfRelease = "",
    ) -> str:
        """A request in, the answer of any version out."""
        return await look.invoke(self, body=body, path=path, version=version, release=release)

    @uncached
    async def history(self) -> str:
        """The releases on record, newest first."""
        return await operate.history(self)

    @uncached
    async def rollback(self, to: given.ReleaseId = "") -> str:
        """Go back one release, or to the one named: its version, its page."""
        return await operate.rollback(self, to)

    @uncached
    async def prune(
        self,
        keep: given.Keep = 10,
        days: given.Days = 30,
        dry_run: given.DryRun = False,
    ) -> str:
        """Remove assets, versions and images that no kept release refers to."""
        return await operate.prune(self, keep, days, dry_run=dry_run)

    @uncached
    async def drift(self) -> str:
        """Fail when what stands is not what was applied, and name it."""
        return await operate.drift(self)

    @uncached
    async def unlock(self, force: given.Force = False) -> str:
        """Who holds the locks and since when; with --force, remove them."""
        return await operate.unlock(self, force=force)

    @uncached
    async def destroy(self, confirm: given.Confirm = "") -> str:
        """Say what of the stage would go and what would stay; with the code that this ends with, take it down."""
        return await account.destroy(self, confirm)

    @uncached
    async def bootstrap(self, repository: given.Repository = "", dry_run: given.DryRun = False) -> str:
        """Make an account ready: state bucket, deploy role, GitHub's way in. Goes on where a former run was stopped."""
        return await account.bootstrap(self, repository, dry_run=dry_run)

    @uncached
    async def adopt(self, confirm: given.Confirm = "") -> str:
        """Say what stands already and would be taken over, such as the original's stack; with the code, do it."""
        return await account.adopt(self, confirm)

    @uncached
    async def trial(
        self, repository: given.Repository = "", confirm: given.Confirm = "", clean: given.Clean = ""
    ) -> str:
        """Say what it costs to try an account out in a throw-away stage; with the code, do it, and leave nothing."""
        return await trials.trial(self, repository, confirm, clean)

    @uncached
    async def doctor(self) -> str:
        """Is everything there that a deploy needs? Each finding with its fix; never an error."""
        return await doctor.doctor(self)

    @cached
    @up
    async def dev(self) -> dagger.Service:
        """Page and API of the source as it is now: `dagger call dev up`. `./run dev` reloads as you write."""
        return await serve.dev(self)

    @uncached
    async def pin_images(self) -> dagger.Changeset:
        """Every image by its digest of today, in the one file that names them: commit what it changes."""
        return await doctor.pin_images(self)

    @uncached
    async def monitor(self, password: given.Password) -> dagger.Service:
        """The dashboards over CloudWatch (Grafana, user admin): `dagger call monitor --password=env://… up`."""
        return await serve.monitor(self, password)
