variable "stage" {
  description = "Which copy of the whole: prod keeps the plain names, any other stage appends its own to each."
  type        = string
  default     = "prod"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.stage)) && !endswith(var.stage, "-")
    error_message = "stage must be 1 to 16 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "aws_region" {
  description = "AWS region of the repository, the function's own; null takes settings.json's."
  type        = string
  default     = null

  validation {
    condition     = var.aws_region == null || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be the name of a region, such as us-east-1 or sa-east-1, or null."
  }
}

variable "aws_account_id" {
  description = "Account that may be changed; null takes whichever account the credentials belong to."
  type        = string
  sensitive   = true
  default     = null

  validation {
    condition     = var.aws_account_id == null || can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id must be the twelve digits of an AWS account, or null."
  }
}

variable "keep_releases" {
  description = "Images of releases to keep, newest first; null takes settings.json's, which the history of releases keeps to as well."
  type        = number
  default     = null

  validation {
    condition     = var.keep_releases == null || try(var.keep_releases >= 2 && var.keep_releases <= 1000 && floor(var.keep_releases) == var.keep_releases, false)
    error_message = "keep_releases must be a whole number from 2 (a release and one to go back to) to 1000, or null."
  }
}

variable "force_destroy" {
  description = "Let a destroy remove the repository with its images; null: yes, except in stage prod."
  type        = bool
  default     = null
}
