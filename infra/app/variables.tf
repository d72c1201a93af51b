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
  description = "AWS region of everything but the certificate, which CloudFront wants in us-east-1; null takes settings.json's."
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

variable "image_uri" {
  description = "Image of the function, by digest: what was tested is what runs."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/[a-z0-9][a-z0-9._/-]*@sha256:[0-9a-f]{64}$", var.image_uri))
    error_message = "image_uri must be <account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<64 hex digits>; a tag is not accepted."
  }
}

variable "memory_mb" {
  description = "Memory of the function in MB, and with it its share of CPU; null takes settings.json's. A new account may have no more than 3008, until AWS is asked."
  type        = number
  default     = null

  validation {
    condition     = var.memory_mb == null || try(var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb, false)
    error_message = "memory_mb must be a whole number from 128 to 10240, or null."
  }
}

variable "timeout_s" {
  description = "Longest run of the function in seconds; null takes settings.json's."
  type        = number
  default     = null

  validation {
    condition     = var.timeout_s == null || try(var.timeout_s >= 1 && var.timeout_s <= 900 && floor(var.timeout_s) == var.timeout_s, false)
    error_message = "timeout_s must be a whole number from 1 to 900, or null."
  }
}

variable "log_retention_days" {
  description = "How long the logs of function and API are kept; null takes settings.json's."
  type        = number
  default     = null

  validation {
    condition     = var.log_retention_days == null || contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], coalesce(var.log_retention_days, 30))
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, or null."
  }
}

variable "function_environment" {
  description = "Further environment variables of the function; those that begin with TASADOR_ are set here."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.function_environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name)) && !startswith(name, "TASADOR_") && !startswith(name, "AWS_")])
    error_message = "function_environment must not name TASADOR_… (set by this root) or AWS_… (set by Lambda); letters, digits and underscores are accepted."
  }
}

variable "snap_start" {
  description = "Start from a snapshot of the initialized function, taken when a version is published; what it costs, and when it pays, is in docs/operations/operate.md."
  type        = bool
  default     = false

  validation {
    condition     = !(var.snap_start && var.provisioned_concurrency > 0)
    error_message = "snap_start excludes provisioned_concurrency: set one of them."
  }

  validation {
    condition     = !(var.snap_start && contains(["ap-east-2", "ap-southeast-6"], coalesce(var.aws_region, "none")))
    error_message = "snap_start must be false in ap-east-2 and ap-southeast-6, where Lambda does not have it."
  }
}

variable "provisioned_concurrency" {
  description = "Environments of the alias kept started at all times; 0 keeps none."
  type        = number
  default     = 0

  validation {
    condition     = var.provisioned_concurrency >= 0 && var.provisioned_concurrency <= 1000 && floor(var.provisioned_concurrency) == var.provisioned_concurrency
    error_message = "provisioned_concurrency must be a whole number from 0 to 1000."
  }

  validation {
    condition     = var.reserved_concurrency == -1 || var.provisioned_concurrency <= var.reserved_concurrency
    error_message = "provisioned_concurrency must be at most reserved_concurrency, which it is taken from."
  }
}

variable "reserved_concurrency" {
  description = "Most environments of the function at one time, set aside from the account's; -1 sets no limit."
  type        = number
  default     = -1

  validation {
    condition     = var.reserved_concurrency == -1 || (var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency)
    error_message = "reserved_concurrency must be -1 (no limit) or a whole number from 1; 0 would turn every request away."
  }
}

variable "throttle" {
  description = "Requests per second that the API takes in the long run, and at once; null takes settings.json's."
  type        = object({ rate_per_second = number, burst = number })
  default     = null

  validation {
    condition     = var.throttle == null || try(var.throttle.rate_per_second >= 1 && var.throttle.rate_per_second <= 10000 && var.throttle.burst >= var.throttle.rate_per_second && var.throttle.burst <= 20000, false)
    error_message = "throttle must have a rate_per_second from 1 to 10000 and a burst from rate_per_second to 20000, or be null."
  }
}

variable "batch_throttle" {
  description = "The same for requests by the batch; null takes settings.json's."
  type        = object({ rate_per_second = number, burst = number })
  default     = null

  validation {
    condition     = var.batch_throttle == null || try(var.batch_throttle.rate_per_second >= 1 && var.batch_throttle.rate_per_second <= 10000 && var.batch_throttle.burst >= var.batch_throttle.rate_per_second && var.batch_throttle.burst <= 20000, false)
    error_message = "batch_throttle must have a rate_per_second from 1 to 10000 and a burst from rate_per_second to 20000, or be null."
  }
}

variable "allowed_origins" {
  description = "Sites whose scripts may call the API from elsewhere; null: the own domain, and without one none but the API's own host."
  type        = list(string)
  default     = null

  validation {
    condition     = var.allowed_origins == null || try(length(var.allowed_origins) > 0, false)
    error_message = "allowed_origins must name at least one origin, or be null."
  }

  validation {
    condition     = alltrue([for origin in coalesce(var.allowed_origins, []) : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "allowed_origins must be origins such as https://example.com, without path or *."
  }

  validation {
    condition     = var.stage != "prod" || alltrue([for origin in coalesce(var.allowed_origins, []) : startswith(origin, "https://")])
    error_message = "allowed_origins of stage prod must begin with https://."
  }
}

variable "bucket" {
  description = "Name of the site's bucket, where it is to have one of its own, such as the one of a stack taken over; null: settings.json's, with account, region and stage."
  type        = string
  default     = null

  validation {
    condition     = var.bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be 3 to 63 lower-case letters, digits and hyphens, or null."
  }
}

variable "acm_certificate_arn" {
  description = "Certificate in us-east-1 for the site's own domain; null uses the distribution's own, or makes one in zone_id."
  type        = string
  sensitive   = true
  default     = null

  validation {
    condition     = var.acm_certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+$", var.acm_certificate_arn))
    error_message = "acm_certificate_arn must be arn:aws:acm:us-east-1:<account>:certificate/<id> (CloudFront takes no other region), or null."
  }
}

variable "zone_id" {
  description = "Route 53 zone of the site's own domain: its records, and its certificate unless one is given, are made there."
  type        = string
  default     = null

  validation {
    condition     = var.zone_id == null || can(regex("^Z[A-Z0-9]{5,31}$", var.zone_id))
    error_message = "zone_id must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ, or null."
  }
}

variable "domain" {
  description = "The site's own domain, with a certificate: acm_certificate_arn, or one made in zone_id; null: CloudFront's own name."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a host name such as tasador.example.com, or null."
  }

  validation {
    condition     = (var.domain != null) == (var.zone_id != null || nonsensitive(var.acm_certificate_arn != null))
    error_message = "domain must come with zone_id or acm_certificate_arn, and either of these with a domain."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from: 100 (North America, Europe), 200 (and Asia, Africa), All (and South America); null takes settings.json's."
  type        = string
  default     = null

  validation {
    condition     = var.price_class == null || contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], coalesce(var.price_class, "-"))
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All, or null."
  }
}

variable "force_destroy" {
  description = "Let a destroy remove the site's bucket with what is in it; null: yes, except in stage prod."
  type        = bool
  default     = null
}

variable "warmup_enabled" {
  description = "Keep one environment of the function warm by a scheduled request."
  type        = bool
  default     = true
}

variable "alarm_email" {
  description = "Address that the alarms are sent to once it has confirmed; null sends to none."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address, or null."
  }
}

variable "api_origin" {
  description = "Where the API answers when that is not AWS's execute-api host; {api_id} and {api_stage} in path are filled in. Null: AWS."
  type = object({
    protocol = string
    host     = string
    port     = number
    path     = string
  })
  default = null

  validation {
    condition     = var.api_origin == null || try(contains(["http", "https"], var.api_origin.protocol) && var.api_origin.port > 0 && var.api_origin.port < 65536 && can(regex("^(/[^/]+)+$", var.api_origin.path)), false)
    error_message = "api_origin must have protocol http or https, a host, a port from 1 to 65535, and a path that begins with / and does not end with it; or be null."
  }

  validation {
    condition     = try(var.api_origin.protocol, "https") == "https" || var.emulated
    error_message = "api_origin over http is for an emulator: set emulated to true as well."
  }
}

variable "emulated" {
  description = "Stands on an emulator of AWS: whoever comes over plain http, to the site or to S3, is let in."
  type        = bool
  default     = false
}
