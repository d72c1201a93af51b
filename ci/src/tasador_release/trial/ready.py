"""The account that a trial runs in: made ready where it is not, and then left as it was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import anyio

from tasador_release import recipes
from tasador_release.account import emptying
from tasador_release.aws import Aws, call
from tasador_release.errors import CallFailed, LeftBehind, PreflightError
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.trial import left
from tasador_release.values.target import Credentials, Target

KEY: Final = recipes.state_key(recipes.BOOTSTRAP, "")
_OF_THE_BUCKET: Final = "aws_s3_bucket"  # the state lies in it: it goes last, and by S3's API
_KNOWN_WITHIN_S: Final = 60.0  # a role made just now; IAM is eventually consistent
_PAUSE_S: Final = 3.0


@dataclass(slots=True)
class ReadyAccount:
    """`made`: it was not ready before, so that all of it goes at the end."""

    terraform: Terraform
    root: Target
    given: Mapping[str, str]
    made: bool = False
    role: str = ""
    seen: list[SavedPlan] = field(default_factory=list)

    async def open(self) -> SavedPlan:
        """Make it ready, or see what a bootstrap would change where it is. Returns the plan of infra/bootstrap."""
        bucket = self.terraform.state_bucket(self.root)
        if not await bucket.missing():
            if not await left.in_state(self.root, KEY):
                raise PreflightError(
                    f"{bucket.name} is there, and no bootstrap that came to its end", "run: dagger call bootstrap"
                )
            planned, _ = await self.terraform.plan_bootstrap(self.root, self.given)
            self.role = self.named()
            return planned
        self.made = True
        # whoever may assume roles in this account may try this one out; it is gone with the trial
        self.given = {**self.given, "trusted_principals": f'["arn:aws:iam::{self.root.account_id}:root"]'}
        already = len(self.terraform.plans)
        self.role = (await self.terraform.prepare(self.root, self.given))["deploy_role_arn"]
        # the first plan is of an empty account; what it imports comes later
        return self.terraform.plans[already]

    def named(self) -> str:
        """The ARN of the deploy role of an account that is ready."""
        name = self.terraform.settings.raw["account"]["deploy_role"]
        return f"arn:aws:iam::{self.root.account_id}:role/{name}"

    async def deployer(self) -> Target:
        """The deploy role, with keys for an hour; the administrator where it does not let them in."""
        try:
            keys = await self._assumed()
        except CallFailed as error:
            if "AccessDenied" not in error.code or self.made:
                raise
            return self.root
        return replace(
            self.root, credentials=Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        )

    async def _assumed(self) -> Mapping[str, str]:
        deadline = anyio.current_time() + (_KNOWN_WITHIN_S if self.made else 0)
        while True:
            try:
                answer: Mapping[str, Any] = await call(
                    "sts:AssumeRole", Aws(self.root).sts.assume_role, RoleArn=self.role, RoleSessionName="trial"
                )
                return dict(answer["Credentials"])
            except CallFailed as error:
                if "AccessDenied" not in error.code or anyio.current_time() > deadline:
                    raise
            await anyio.sleep(_PAUSE_S)

    async def close(self) -> tuple[str, ...]:
        """Take down what `open` made. LeftBehind where somebody else has come to use it, or something stays."""
        if not self.made:
            return ()
        bucket = self.terraform.state_bucket(self.root)
        if await bucket.missing():
            return ()
        mine = left.own_keys(self.root.stage) | {KEY, KEY + ".tflock"}
        if others := sorted(await emptying.keys(bucket.aws, bucket.name) - mine):
            raise LeftBehind([f"{bucket.name} holds {', '.join(others[:5])}: it stays"], "look who uses it by now")
        gone = await self._destroyed()
        await self._refuse_rest()
        await emptying.remove(bucket.aws, bucket.name, lambda _: True)
        await call("s3:DeleteBucket", bucket.aws.s3.delete_bucket, Bucket=bucket.name)
        return gone

    async def _destroyed(self) -> tuple[str, ...]:
        addresses = [one for one in await left.in_state(self.root, KEY) if not one.startswith(_OF_THE_BUCKET)]
        if not addresses:
            return ()
        planned = await self.terraform.plan_bootstrap_destroy(self.root, self.given, addresses)
        await self.terraform.apply(planned)
        return planned.changes.destroyed

    async def _refuse_rest(self) -> None:
        """What was made and never reached the state would outlive it unseen."""
        _, takeover = await self.terraform.plan_bootstrap(self.root, self.given)
        rest = [one for one in takeover.imported.values() if not one.address.startswith(_OF_THE_BUCKET)]
        if rest:
            raise LeftBehind(
                [f"{one.address} ({one.id}) still stands" for one in rest],
                "dagger call bootstrap takes it over; docs/operations/operate.md says how an account's last stage goes",
            )
