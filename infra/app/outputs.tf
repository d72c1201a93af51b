output "stage" {
  description = "The stage that stands here."
  value       = var.stage
}

output "region" {
  description = "Its region."
  value       = local.region
}

output "account_id" {
  description = "Its account."
  value       = local.account
}

output "repository_url" {
  description = "Repository of the function's image."
  value       = split("@", var.image_uri)[0]
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_version" {
  description = "Version that this apply published, or found unchanged."
  value       = aws_lambda_function.this.version
}

output "alias" {
  description = "Alias that the API calls; the release moves it."
  value       = aws_lambda_alias.live.name
}

output "log_group" {
  description = "Log group of the function."
  value       = aws_cloudwatch_log_group.function.name
}

output "api_id" {
  description = "Id of the REST API."
  value       = aws_api_gateway_rest_api.this.id
}

output "api_stage" {
  description = "Stage of the REST API."
  value       = aws_api_gateway_stage.this.stage_name
}

output "api_url" {
  description = "Where the API answers by itself, without CloudFront."
  value       = local.api_url
}

output "bucket" {
  description = "Private bucket of the page."
  value       = aws_s3_bucket.site.bucket
}

output "distribution_id" {
  description = "Id of the CloudFront distribution."
  value       = aws_cloudfront_distribution.site.id
}

output "cloudfront_dns_name" {
  description = "CloudFront's name for the site; a DNS record of a domain kept elsewhere points here."
  value       = aws_cloudfront_distribution.site.domain_name
}

output "site_url" {
  description = "Where the page is for its users."
  value       = local.site_url
}

output "s3_website_url" {
  description = "The bucket is private and has no website of its own: this is what took its place, the site's URL."
  value       = local.site_url
}

output "warmup_rule" {
  description = "Rule that sends the warm-up."
  value       = aws_cloudwatch_event_rule.warmup.name
}

output "dashboard_name" {
  description = "Dashboard in CloudWatch."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "topic_arn" {
  description = "Topic that the alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}

output "allowed_origins" {
  description = "Sites whose scripts may call the API from elsewhere, with commas between."
  value       = join(",", local.allowed_origins)
}
