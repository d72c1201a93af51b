provider "aws" {
  region              = local.region
  allowed_account_ids = var.aws_account_id == null ? null : [var.aws_account_id]

  default_tags {
    tags = {
      project = local.settings.project
      stage   = var.stage
    }
  }
}
