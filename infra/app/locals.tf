# Names and numbers, put together once; the rest of the root only uses them.

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
  app      = jsondecode(file("${path.module}/../../app.json")) # what is shipped: see docs/yours.md
  warmup   = local.settings.warmup

  production = var.stage == "prod"
  suffix     = local.production ? "" : "-${var.stage}"
  name = merge(
    { for key in ["function", "role", "api", "dashboard", "topic", "origin_access_control", "headers_policy"] : key => "${local.settings[key]}${local.suffix}" },
    { bucket = coalesce(var.bucket, "${local.own_bucket}${local.suffix}") },
    { for key in ["connection", "destination", "rule", "role"] : "warmup_${key}" => "${local.warmup[key]}${local.suffix}" },
  )

  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = coalesce(var.aws_region, local.settings.region)

  # Buckets share one space of names with every other account: the account and the region make it ours.
  own_bucket = replace(replace(local.settings.bucket, "{account_id}", local.account), "{region}", local.region)

  # Made by ../bootstrap: the deploy role can make roles inside it alone.
  boundary = "arn:${local.partition}:iam::${local.account}:policy/${local.settings.account.boundary}"

  # With `repo@sha256:<digest>` the digest says which code runs; its first digits are the revision.
  digest   = split("@sha256:", var.image_uri)[1]
  revision = substr(local.digest, 0, 12)

  memory_mb          = coalesce(var.memory_mb, local.settings.memory_mb)
  timeout_s          = coalesce(var.timeout_s, local.settings.timeout_s)
  log_retention_days = coalesce(var.log_retention_days, local.settings.log_retention_days)
  throttle           = var.throttle == null ? local.settings.throttle : var.throttle
  batch_throttle     = var.batch_throttle == null ? local.settings.batch_throttle : var.batch_throttle

  # The page and its API share an origin, and need none to be allowed. Without a domain the API's own stands there.
  own_origin      = "https://${local.own_domain ? var.domain : local.api_host}"
  allowed_origins = var.allowed_origins != null ? var.allowed_origins : [local.own_origin]

  own_domain    = var.domain != null
  force_destroy = coalesce(var.force_destroy, !local.production)
  site_url      = "https://${local.own_domain ? var.domain : aws_cloudfront_distribution.site.domain_name}"
}
