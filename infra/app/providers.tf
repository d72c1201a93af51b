provider "aws" {
  region              = local.region
  allowed_account_ids = var.aws_account_id == null ? null : [var.aws_account_id]
  s3_use_path_style   = var.emulated # an emulator has no host name for each bucket

  default_tags {
    tags = {
      project = local.settings.project
      stage   = var.stage
    }
  }
}
