# The site's own domain: a certificate that is given or made, and its records where the zone is ours.

locals {
  make_certificate = local.own_domain && nonsensitive(var.acm_certificate_arn == null)
  certificate_arn = (
    var.acm_certificate_arn != null ? var.acm_certificate_arn :
    local.make_certificate ? one(aws_acm_certificate_validation.site[*].certificate_arn) : null
  )
}

# CloudFront takes certificates from us-east-1 alone.
resource "aws_acm_certificate" "site" {
  count = local.make_certificate ? 1 : 0

  region            = "us-east-1"
  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = local.make_certificate ? toset([var.domain]) : toset([])

  zone_id         = var.zone_id
  name            = one([for option in aws_acm_certificate.site[0].domain_validation_options : option.resource_record_name if option.domain_name == each.key])
  type            = one([for option in aws_acm_certificate.site[0].domain_validation_options : option.resource_record_type if option.domain_name == each.key])
  records         = [for option in aws_acm_certificate.site[0].domain_validation_options : option.resource_record_value if option.domain_name == each.key]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "site" {
  count = local.make_certificate ? 1 : 0

  region                  = "us-east-1"
  certificate_arn         = aws_acm_certificate.site[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "site" {
  for_each = local.own_domain && var.zone_id != null ? toset(["A", "AAAA"]) : toset([])

  zone_id = var.zone_id
  name    = var.domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.site.domain_name
    zone_id                = aws_cloudfront_distribution.site.hosted_zone_id
    evaluate_target_health = false
  }
}
