data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  settings = jsondecode(file("${path.module}/../settings.json"))

  account      = data.aws_caller_identity.current.account_id
  partition    = data.aws_partition.current.partition
  state_bucket = "${local.settings.account.state_bucket}-${local.account}"

  # What the policy files may name, as ${…}; each ends in * there, for the copies of other stages.
  words = {
    partition          = local.partition
    region             = var.aws_region
    account_id         = local.account
    state_bucket       = local.state_bucket
    repository         = local.settings.repository
    function           = local.settings.function
    role               = local.settings.role
    api                = local.settings.api
    bucket             = local.settings.bucket
    dashboard          = local.settings.dashboard
    topic              = local.settings.topic
    warmup_connection  = local.settings.warmup.connection
    warmup_destination = local.settings.warmup.destination
    warmup_rule        = local.settings.warmup.rule
    warmup_role        = local.settings.warmup.role
    boundary           = local.settings.account.boundary
  }
}
