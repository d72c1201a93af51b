variable "aws_region" {
  description = "AWS region of the state's bucket; null takes settings.json's. The regions of stages come from their files."
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

variable "github_repository" {
  description = "Repository whose workflows may deploy, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$", var.github_repository))
    error_message = "github_repository must be owner/name, without * or URL."
  }
}

variable "github_owner_id" {
  description = "Number of the repository's owner on GitHub, in the subject of newer repositories' tokens; `gh api repos/OWNER/NAME --jq .owner.id`. Null accepts the older form alone."
  type        = string
  default     = null

  validation {
    condition     = var.github_owner_id == null || can(regex("^[1-9][0-9]{0,19}$", var.github_owner_id))
    error_message = "github_owner_id must be a number, or null."
  }

  validation {
    condition     = (var.github_owner_id == null) == (var.github_repository_id == null)
    error_message = "github_owner_id and github_repository_id must be given together, or neither."
  }
}

variable "github_repository_id" {
  description = "Number of the repository on GitHub; `gh api repos/OWNER/NAME --jq .id`. Null accepts the older form alone."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository_id == null || can(regex("^[1-9][0-9]{0,19}$", var.github_repository_id))
    error_message = "github_repository_id must be a number, or null."
  }
}

variable "github_branch" {
  description = "Branch whose workflows may deploy."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*$", var.github_branch))
    error_message = "github_branch must be the name of one branch, without *."
  }
}

variable "github_environment" {
  description = "GitHub environment whose jobs may deploy, with the approvals set there; null: any job of the branch."
  type        = string
  default     = null

  validation {
    condition     = var.github_environment == null || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", var.github_environment))
    error_message = "github_environment must be the name of one environment, without *, or null."
  }
}

variable "create_oidc_provider" {
  description = "Make GitHub's OIDC provider; false shares one that is there, made by somebody else: an account can have only one."
  type        = bool
  default     = true
}

variable "previews" {
  description = "Make a role by which pull requests with the label preview get a stage: code that nobody has reviewed runs with it, best in an account of its own."
  type        = bool
  default     = false
}

variable "trusted_principals" {
  description = "Further IAM principals that may take on the deploy role, such as the administrator who rehearses it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.trusted_principals : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|user/.+|role/.+)$", arn)) && !strcontains(arn, "*")])
    error_message = "trusted_principals must be ARNs of users, roles or an account's root, without *."
  }
}

variable "stages" {
  description = "Region, zone and bucket of each stage, of which the deploy role may change those alone; null reads ../stages."
  type        = map(object({ aws_region = optional(string), zone_id = optional(string), bucket = optional(string) }))
  default     = null

  validation {
    condition     = alltrue([for stage in values(coalesce(var.stages, {})) : stage.zone_id == null || can(regex("^Z[A-Z0-9]{5,31}$", stage.zone_id))])
    error_message = "stages must have a zone_id such as Z0123456789ABCDEFGHIJ, or none."
  }
}

variable "api_logs_shared_in" {
  description = "Regions in which another stack has set the role by which API Gateway writes logs: each region of an account has one."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for region in var.api_logs_shared_in : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "api_logs_shared_in must be regions such as us-east-1, or none."
  }
}

variable "monthly_budget_usd" {
  description = "Month's cost in USD that an e-mail warns of; null takes settings.json's."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null || try(var.monthly_budget_usd > 0, false)
    error_message = "monthly_budget_usd must be more than 0, or null."
  }
}

variable "budget_email" {
  description = "Address that the budget's warnings are sent to; required, but on an emulator."
  type        = string
  default     = null

  validation {
    condition     = var.budget_email == null || can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.budget_email))
    error_message = "budget_email must be an e-mail address."
  }

  validation {
    condition     = var.budget_email != null || var.emulated
    error_message = "budget_email must be given: an API that anybody may call needs somebody who hears of its bill."
  }
}

variable "emulated" {
  description = "Stands on an emulator of AWS: plain http is let in, a budget is not asked for, and a guard is left out whose condition the emulator does not know."
  type        = bool
  default     = false
}
