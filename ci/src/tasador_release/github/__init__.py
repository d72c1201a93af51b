"""What a pull request and a deployment show on GitHub: the plan as a comment, the environment with its URL."""
