# Every rule of TFLint's own for Terraform's language, and no plugin that would be fetched: what AWS would refuse is
# told by the provider's schema (terraform validate) and by checkov.
config {
  call_module_type = "none" # no root calls a module
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

rule "terraform_standard_module_structure" {
  enabled = false # files are named by their subject; there is no main.tf to look for the rest in
}
