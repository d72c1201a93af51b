"""Makers of the registry, roles, log groups and the function."""

from collections.abc import Mapping
from typing import Any, Final

from tasador_emulator.standin.session import Workshop, camel, pick


def ecr_repository(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    scan, encryption = args["image_scanning_configuration"], args["encryption_configuration"]
    made = shop.client("ecr").create_repository(
        repositoryName=args["name"],
        imageTagMutability=args["image_tag_mutability"],
        imageScanningConfiguration={"scanOnPush": scan["scan_on_push"]},
        encryptionConfiguration={"encryptionType": encryption["encryption_type"]},
    )["repository"]
    return {"name": args["name"], "arn": made["repositoryArn"], "repository_url": made["repositoryUri"]}


def ecr_lifecycle_policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    text = args["policy"]
    shop.client("ecr").put_lifecycle_policy(repositoryName=args["repository"], lifecyclePolicyText=text)
    return {}


def ecr_repository_policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    text = args["policy"]
    shop.client("ecr").set_repository_policy(repositoryName=args["repository"], policyText=text)
    return {}


def iam_role(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    made = shop.client("iam").create_role(
        RoleName=args["name"],
        AssumeRolePolicyDocument=args["assume_role_policy"],
        **pick(args, "description", "permissions_boundary"),
    )["Role"]
    return {"arn": made["Arn"], "name": args["name"], "id": args["name"]}


def iam_role_policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("iam").put_role_policy(RoleName=args["role"], PolicyName=args["name"], PolicyDocument=args["policy"])
    return {}


def log_group(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    logs = shop.client("logs")
    logs.create_log_group(logGroupName=args["name"])
    logs.put_retention_policy(logGroupName=args["name"], retentionInDays=args["retention_in_days"])
    found = logs.describe_log_groups(logGroupNamePrefix=args["name"])["logGroups"][0]
    return {"name": args["name"], "arn": found["arn"].removesuffix(":*")}


def lambda_function(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    client = shop.client("lambda")
    name = args["function_name"]
    plain = ("function_name", "description", "role", "package_type", "architectures")
    made = client.create_function(
        **pick(args, *plain, "memory_size", "timeout", "publish"),
        Code={"ImageUri": args["image_uri"]},
        Environment={"Variables": args["environment"]["variables"]},
        LoggingConfig=camel(args["logging_config"]),
    )
    client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    arn = made["FunctionArn"].removesuffix(f":{made['Version']}")
    return {"arn": arn, "version": made["Version"], "function_name": name}


def lambda_alias(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    client = shop.client("lambda")
    arn = client.create_alias(**pick(args, "name", "description", "function_name", "function_version"))["AliasArn"]
    region = client.meta.region_name
    return {
        "arn": arn,
        "name": args["name"],
        "invoke_arn": f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    }


def lambda_permission(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    names = ("statement_id", "action", "function_name", "qualifier", "principal", "source_arn")
    shop.client("lambda").add_permission(**pick(args, *names))
    return {}


MAKERS: Final = {
    "aws_ecr_repository": ecr_repository,
    "aws_ecr_lifecycle_policy": ecr_lifecycle_policy,
    "aws_ecr_repository_policy": ecr_repository_policy,
    "aws_iam_role": iam_role,
    "aws_iam_role_policy": iam_role_policy,
    "aws_cloudwatch_log_group": log_group,
    "aws_lambda_function": lambda_function,
    "aws_lambda_alias": lambda_alias,
    "aws_lambda_permission": lambda_permission,
}
