"""Services for people: the page and API while they are written, and the dashboards."""

from typing import Final

import dagger
from dagger import dag
from tasador_release.values.app import App

from .. import artifacts, images, targets
from ..obtaining import obtaining
from ..project import Project
from ..tools import ROOT, only, workbench

API_PORT: Final = 8000
PAGE_PORT: Final = 5173
GRAFANA_PORT: Final = 3000
QUIET: Final = {
    "GF_USERS_ALLOW_SIGN_UP": "false",
    "GF_ANALYTICS_REPORTING_ENABLED": "false",
    "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
}


def api(project: Project, app: App) -> dagger.Service:
    """The API, started again whenever its files change."""
    function = app.function
    files = only(project.source, function.path, *function.inputs)
    container = workbench(project).with_directory(ROOT, files).with_workdir(f"{ROOT}/{function.path}")
    serve = ["uvicorn", function.asgi, "--host", "0.0.0.0", "--port", str(API_PORT), "--reload"]  # noqa: S104
    return container.with_exposed_port(API_PORT).as_service(args=serve)


async def dev(project: Project) -> dagger.Service:
    """One URL: the page by its own server, which passes /api on."""
    app = await targets.read_app(project)
    container = artifacts.page(project, app.site, app.site.sources).with_service_binding("api", api(project, app))
    container = container.with_env_variable("TASADOR_API", f"http://api:{API_PORT}")
    serve = [*app.site.dev, "--host", "0.0.0.0", "--port", str(PAGE_PORT)]  # noqa: S104
    return container.with_exposed_port(PAGE_PORT).as_service(args=serve)


async def monitor(project: Project, password: dagger.Secret) -> dagger.Service:
    """Grafana with the dashboards of monitor/, over CloudWatch; as monitor/docker-compose.yml has it."""
    region = (await targets.configuration(project)).stage.region
    with obtaining(images.GRAFANA):
        grafana = await dag.container().from_(images.GRAFANA).sync()
    provisioning = project.source.directory("monitor/provisioning")
    container = grafana.with_directory("/etc/grafana/provisioning", provisioning)
    container = container.with_env_variable("AWS_REGION", region)
    for name, value in QUIET.items():
        container = container.with_env_variable(name, value)
    container = targets.keyed(container, await targets.credentials(project))
    container = container.with_secret_variable("GF_SECURITY_ADMIN_PASSWORD", password)
    return container.with_exposed_port(GRAFANA_PORT).as_service(use_entrypoint=True)
