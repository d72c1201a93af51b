resource "aws_s3_bucket" "site" {
  # checkov:skip=CKV2_AWS_62: nothing waits for a change of its files
  # checkov:skip=CKV_AWS_144: its files are built again from the source in a minute
  # checkov:skip=CKV_AWS_145: encrypted with AES-256; a key of our own adds cost and nobody to keep out
  # checkov:skip=CKV_AWS_18: read by CloudFront alone; who writes is in CloudTrail

  bucket        = local.name.bucket
  force_destroy = local.force_destroy

  lifecycle {
    precondition {
      condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", local.name.bucket))
      error_message = "${local.name.bucket} cannot be the name of a bucket: 3 to 63 lower-case letters, digits and hyphens. Shorten the stage's name, or bucket in settings.json."
    }
  }
}

resource "aws_s3_bucket_versioning" "site" {
  bucket = aws_s3_bucket.site.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    id     = "forget-replaced-files"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = local.settings.site.noncurrent_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.site]
}

locals {
  # Without s3:ListBucket a missing object is a 403, which only the site can cause: the API's own 404s pass as they are.
  read_through_our_distribution = {
    Sid       = "ReadThroughOurDistribution"
    Effect    = "Allow"
    Action    = "s3:GetObject"
    Resource  = "${aws_s3_bucket.site.arn}/*"
    Principal = { Service = "cloudfront.amazonaws.com" }
    Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.site.arn } }
  }

  # The records of the releases lie in the same bucket, and are nobody's business.
  keep_releases_private = {
    Sid       = "KeepReleasesPrivate"
    Effect    = "Deny"
    Action    = "s3:GetObject"
    Resource  = "${aws_s3_bucket.site.arn}/${local.settings.site.private_prefix}*"
    Principal = { Service = "cloudfront.amazonaws.com" }
  }

  deny_plain_http = {
    Sid       = "DenyPlainHttp"
    Effect    = "Deny"
    Action    = "s3:*"
    Resource  = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"]
    Principal = "*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.read_through_our_distribution, local.keep_releases_private], var.emulated ? [] : [local.deny_plain_http])
  })

  depends_on = [aws_s3_bucket_public_access_block.site]
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = local.name.origin_access_control
  description                       = "Signs CloudFront's requests to the site's bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "site" {
  # checkov:skip=CKV_AWS_259: all but preload, which is for whole registered domains and can hardly be taken back

  name    = local.name.headers_policy
  comment = "Security headers of page and API"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.settings.security_headers.content_security_policy
      override                = false # /api/docs brings a policy of its own
    }

    strict_transport_security {
      access_control_max_age_sec = local.settings.security_headers.strict_transport_security_max_age_s
      include_subdomains         = true
      preload                    = false
      override                   = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = local.settings.security_headers.frame_option
      override     = true
    }

    referrer_policy {
      referrer_policy = local.settings.security_headers.referrer_policy
      override        = true
    }
  }

  custom_headers_config {
    items {
      header   = "Permissions-Policy"
      value    = local.settings.security_headers.permissions_policy
      override = true
    }
  }
}

data "aws_cloudfront_cache_policy" "site" {
  name = "Managed-CachingOptimized"
}

data "aws_cloudfront_cache_policy" "api" {
  name = "Managed-CachingDisabled"
}

data "aws_cloudfront_origin_request_policy" "api" {
  name = "Managed-AllViewerExceptHostHeader"
}

resource "aws_cloudfront_distribution" "site" {
  # checkov:skip=CKV2_AWS_47: no Java here; a firewall costs 5 USD a month before the first request
  # checkov:skip=CKV_AWS_174: TLS 1.2 with the own domain; with its own name CloudFront fixes the minimum itself
  # checkov:skip=CKV_AWS_310: one bucket and one API: there is nothing to fail over to
  # checkov:skip=CKV_AWS_374: it is used from anywhere
  # checkov:skip=CKV_AWS_68: a firewall costs 5 USD a month before the first request; throttling is what limits abuse here
  # checkov:skip=CKV_AWS_86: what matters is in the API's access log; visits of the page are not recorded

  comment             = "Tasador${local.suffix}"
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = local.settings.site.http_version
  price_class         = coalesce(var.price_class, local.settings.site.price_class)
  default_root_object = local.settings.site.index
  aliases             = local.own_domain ? [var.domain] : []
  wait_for_deployment = false

  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  origin {
    origin_id   = "api"
    domain_name = local.api_origin.host
    origin_path = local.api_origin.path

    custom_origin_config {
      http_port              = local.api_origin.protocol == "http" ? local.api_origin.port : 80
      https_port             = local.api_origin.protocol == "https" ? local.api_origin.port : 443
      origin_protocol_policy = "${local.api_origin.protocol}-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id           = "site"
    viewer_protocol_policy     = var.emulated ? "allow-all" : "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.site.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
  }

  # compress is without effect while nothing is cached: CloudFront compresses what a cache policy lets it keep. An answer
  # goes out as it is; what is large and the same for everybody is a file of the page
  ordered_cache_behavior {
    path_pattern               = local.settings.site.api_path_pattern
    target_origin_id           = "api"
    viewer_protocol_policy     = var.emulated ? "allow-all" : "https-only"
    allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.api.id
    origin_request_policy_id   = data.aws_cloudfront_origin_request_policy.api.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
  }

  dynamic "custom_error_response" {
    for_each = local.settings.site.error_codes

    content {
      error_code            = custom_error_response.value
      response_code         = 404
      response_page_path    = "/${local.settings.site.not_found}"
      error_caching_min_ttl = 10
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn            = local.certificate_arn
    cloudfront_default_certificate = !local.own_domain
    ssl_support_method             = local.own_domain ? "sni-only" : null
    minimum_protocol_version       = local.own_domain ? local.settings.site.tls : "TLSv1"
  }
}
