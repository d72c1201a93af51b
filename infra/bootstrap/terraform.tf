# Once per account: where the state lies, and who may change what.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }

  # The bucket is made by this root: the first apply keeps its state beside it, then moves it there (see ../README.md).
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
