"""Services for people: the page and API while they are written, and the dashboards."""

from typing import Final

import dagger
from dagger import dag

from . import artifacts
from .project import Project
from .tools import ROOT, only, workbench

GRAFANA: Final = "grafana/grafana:12.2.1"
API_PORT: Final = 8000
PAGE_PORT: Final = 5173
GRAFANA_PORT: Final = 3000


def api(project: Project) -> dagger.Service:
    """The API, started again whenever its files change."""
    files = only(project.source, "service", "infra/settings.json")
    container = workbench(project.source).with_directory(ROOT, files).with_workdir(f"{ROOT}/service/src")
    serve = ["uvicorn", "tasador.handler:app", "--host", "0.0.0.0", "--port", str(API_PORT), "--reload"]  # noqa: S104
    return container.with_exposed_port(API_PORT).as_service(args=serve)


def dev(project: Project) -> dagger.Service:
    """One URL: the page by Vite, which passes /api on."""
    container = artifacts.web(project, artifacts.PAGE).with_service_binding("api", api(project))
    container = container.with_env_variable("TASADOR_API", f"http://api:{API_PORT}")
    serve = ["npx", "vite", "--host", "0.0.0.0", "--port", str(PAGE_PORT)]  # noqa: S104
    return container.with_exposed_port(PAGE_PORT).as_service(args=serve)


def monitor(project: Project) -> dagger.Service:
    """Grafana with the dashboards of monitor/, over CloudWatch."""
    files = project.source.directory("monitor")
    container = dag.container().from_(GRAFANA)
    container = container.with_directory("/etc/grafana/provisioning", files.directory("provisioning"))
    for name, secret in _keys(project).items():
        container = container.with_secret_variable(name, secret)
    container = container.with_env_variable("AWS_REGION", project.region)
    return container.with_exposed_port(GRAFANA_PORT).as_service(use_entrypoint=True)


def _keys(project: Project) -> dict[str, dagger.Secret]:
    given = {
        "AWS_ACCESS_KEY_ID": project.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": project.aws_secret_access_key,
        "AWS_SESSION_TOKEN": project.aws_session_token,
    }
    return {name: secret for name, secret in given.items() if secret is not None}
