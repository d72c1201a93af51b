data "aws_caller_identity" "current" {}

data "aws_partition" "current" {
  lifecycle {
    postcondition {
      condition     = self.partition == "aws"
      error_message = "Only AWS's commercial partition is supported, this is ${self.partition}: CloudFront, which serves the site, is not in the others, or is another one. Choose another region."
    }
  }
}

locals {
  settings = jsondecode(file("${path.module}/../settings.json"))

  account      = data.aws_caller_identity.current.account_id
  partition    = data.aws_partition.current.partition
  region       = coalesce(var.aws_region, local.settings.region)
  state_bucket = replace(local.settings.account.state_bucket, "{account_id}", local.account)

  # What the stages' files say of the account: each stage has one region, and may have a bucket and a zone of its own.
  stages = var.stages != null ? var.stages : {
    for file in fileset("${path.module}/../stages", "*.tfvars.json") :
    trimsuffix(file, ".tfvars.json") => jsondecode(file("${path.module}/../stages/${file}"))
  }
  # a stage that names no region is in that of the settings
  regions      = distinct(concat([local.region], [for stage in values(local.stages) : coalesce(try(stage.aws_region, null), local.settings.region)]))
  zones        = distinct(compact([for stage in values(local.stages) : try(stage.zone_id, null)]))
  site_buckets = distinct(concat([replace(local.settings.bucket, "{account_id}", local.account)], compact([for stage in values(local.stages) : try(stage.bucket, null)])))

  # What the policy files may name, as ${…}: every name of the settings, and these; each ends in * there, for the copies
  # of other stages. The last three stand for several values each: a resource is allowed once for each of them.
  words = merge({ for key, value in local.settings : key => tostring(value) if can(tostring(value)) }, {
    partition          = local.partition
    account_id         = local.account
    state_bucket       = local.state_bucket
    warmup_connection  = local.settings.warmup.connection
    warmup_destination = local.settings.warmup.destination
    warmup_rule        = local.settings.warmup.rule
    warmup_role        = local.settings.warmup.role
    boundary           = local.settings.account.boundary
    bucket             = "{bucket}"
    region             = "{region}"
    zone_id            = "{zone_id}"
  })
}
