# What the roles may do stands in JSON, generated from permissions.json, so that a test can hold it against AWS's own
# reference and against the calls really made.

locals {
  files = merge(
    { for file in fileset("${path.module}/policies", "*.json") : trimsuffix(file, ".json") => "policies/${file}" },
    { for name in ["boundary", "domain", "emulated", "guard", "previews"] : name => "${name}.json" },
  )
  written = { for name, file in local.files : name => jsondecode(templatefile("${path.module}/${file}", local.words)) }
  documents = {
    for name, document in local.written : name => {
      Version = document.Version
      Statement = [
        for statement in document.Statement : merge(statement, {
          Resource = distinct(flatten([
            for resource in statement.Resource : [
              for bucket in local.site_buckets : [
                for region in local.regions : [
                  for zone in concat(local.zones, length(local.zones) == 0 ? ["none"] : []) :
                  replace(replace(replace(resource, "{bucket}", bucket), "{region}", region), "{zone_id}", zone)
                ]
              ]
            ]
          ]))
        })
      ]
    }
  }

  allowed = { for name, document in local.documents : name => document if startswith(local.files[name], "policies/") }
  domain  = { for name, document in local.documents : name => document if name == "domain" && length(local.zones) > 0 }
  # An emulator knows no condition on the boundary, and would refuse every role.
  guard = {
    guard = merge(local.documents.guard, {
      Statement = [for statement in local.documents.guard.Statement : statement if !(var.emulated && can(statement.Condition))]
    })
  }
  # Some actions of `allowed` once more, on any resource: the emulator does not see which one they are about.
  emulated        = { for name, document in local.documents : name => document if name == "emulated" && var.emulated }
  deploy_policies = merge(local.allowed, local.domain, local.guard, local.emulated)

  # What a deploy may do, to stages pr-NUMBER alone: every name of ours goes on with that, and so does every key of a
  # state. An API and a distribution have an id and no name: those of other stages are kept by their tag.
  preview_guard = concat(local.guard.guard.Statement, [for statement in local.documents.previews.Statement : statement if !(var.emulated && can(statement.Condition))])
  previewed = {
    for name, document in local.allowed : name => merge(document, {
      Statement = [
        for statement in document.Statement : merge(statement, {
          Resource = distinct([
            for resource in statement.Resource :
            replace(replace(resource, "/([0-9A-Za-z_])[*]/", "$1-pr-*"), "/(app|registry|locks)/[*]$/", "$1/pr-*")
          ])
        })
      ]
    })
  }
  denied           = { guard = merge(local.documents.guard, { Statement = local.preview_guard }) }
  preview_policies = { for name, document in merge(local.previewed, local.denied, local.emulated) : name => document if var.previews }

  # The same, without whatever writes; the secret of the warm-up's connection is nothing to look at.
  reads = "^(apigateway:GET|(acm|cloudfront|cloudwatch|ecr|events|iam|lambda|logs|route53|s3|sns):(Get|List|Describe|BatchGet).*)$"
  plan_policies = {
    for key, document in merge(local.allowed, local.domain, local.emulated) : key => {
      Version = document.Version
      Statement = [
        for statement in document.Statement :
        merge(statement, { Action = [for action in statement.Action : action if can(regex(local.reads, action))] })
        if anytrue([for action in statement.Action : can(regex(local.reads, action))])
      ]
    }
  }
}

resource "aws_iam_policy" "deploy" {
  for_each = local.deploy_policies

  name        = "${local.settings.account.deploy_role}-${each.key}"
  description = "What a deploy may do: ${each.key}"
  policy      = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = local.deploy_policies

  role       = aws_iam_role.deploy.name
  policy_arn = aws_iam_policy.deploy[each.key].arn
}

resource "aws_iam_policy" "plan" {
  for_each = local.plan_policies

  name        = "${local.settings.account.plan_role}-${each.key}"
  description = "What a plan may look at: ${each.key}"
  policy      = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each = local.plan_policies

  role       = aws_iam_role.plan.name
  policy_arn = aws_iam_policy.plan[each.key].arn
}

resource "aws_iam_policy" "preview" {
  for_each = local.preview_policies

  name        = "${local.settings.account.preview_role}-${each.key}"
  description = "What a preview may do: ${each.key}"
  policy      = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "preview" {
  for_each = local.preview_policies

  role       = one(aws_iam_role.preview[*].name)
  policy_arn = aws_iam_policy.preview[each.key].arn
}

# The roles that a deploy makes can never do more than this, whatever policy it gives them.
resource "aws_iam_policy" "boundary" {
  name        = local.settings.account.boundary
  description = "The most that the roles of function and warm-up may do"
  policy      = jsonencode(local.documents.boundary)
}
