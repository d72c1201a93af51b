# The image registry of one stage: applied first, since the function wants an image that is there.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.62.0"
    }
  }

  # Bucket, key and region come with `terraform init -backend-config=…` (see ../README.md).
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
