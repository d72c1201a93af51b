output "state_bucket" {
  description = "Bucket of the state of every root."
  value       = aws_s3_bucket.state.bucket
}

output "deploy_role_arn" {
  description = "Role that deploys; the workflow's AWS_ROLE_ARN."
  value       = aws_iam_role.deploy.arn
}

output "plan_role_arn" {
  description = "Role that plans for pull requests, and looks for drift; the workflows' AWS_PLAN_ROLE_ARN."
  value       = aws_iam_role.plan.arn
}

output "preview_role_arn" {
  description = "Role that makes the stages of pull requests; the workflow's AWS_PREVIEW_ROLE_ARN. Null without previews."
  value       = one(aws_iam_role.preview[*].arn)
}
