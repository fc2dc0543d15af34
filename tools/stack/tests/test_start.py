"""The first start: services are healthy and unprivileged, one port is published, and secrets are created once."""

import json
import os
import re

import pytest

from tools.errors import ToolError
from tools.stack import engine
from tools.stack.tests.compose_stack import SERVICES, Stack

USERS = {
    "db": "999:999",
    "ollama": "10003:10003",
    "classifier": "10004:10004",
    "backend": "10001:10001",
    "web": "101:101",
}


def test_every_service_is_healthy_and_the_one_shot_has_exited(stack: Stack) -> None:
    for service in SERVICES:
        assert stack.inspect(service)["State"]["Health"]["Status"] == "healthy"
    rows = {row["Service"]: row for row in stack.rows()}
    states = dict.fromkeys(SERVICES, "running") | {"secrets": "exited"}
    assert {service: row["State"] for service, row in rows.items()} == states
    assert rows["secrets"]["ExitCode"] == 0


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_unprivileged(stack: Stack, service: str) -> None:
    found = stack.inspect(service)
    host = found["HostConfig"]
    assert found["Config"]["User"] == USERS[service]
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["Memory"] > 0
    assert host["PidsLimit"] == (128 if service == "classifier" else 1024)
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    assert host["LogConfig"] == {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "5"}}
    process = engine.docker("exec", found["Id"], "cat", "/proc/1/status")
    assert re.search(r"^CapEff:\t0+$", process, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\t1$", process, re.MULTILINE)
    assert re.search(rf"^Uid:\t{USERS[service].partition(':')[0]}\t", process, re.MULTILINE)


@pytest.mark.parametrize("service", SERVICES)
def test_every_volume_is_named(stack: Stack, service: str) -> None:
    project = os.environ["COMPOSE_PROJECT_NAME"]
    volumes = [mount["Name"] for mount in stack.inspect(service)["Mounts"] if mount["Type"] == "volume"]
    assert [name for name in volumes if not name.startswith(f"{project}_")] == []


def test_the_root_file_system_is_read_only(stack: Stack) -> None:
    write = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('a')"
    for path in ("/app/new", "/usr/new", "/run/quietdesk/secrets/django/new", "/run/outlets/new"):
        with pytest.raises(ToolError, match=r"Read-only file system|Permission denied"):
            engine.compose("exec", "-T", "backend", "python", "-c", write, path)
    engine.compose("exec", "-T", "backend", "python", "-c", write, "/tmp/new")


def test_the_backend_image_has_no_build_tools(stack: Stack) -> None:
    found = (
        "import shutil; print([name for name in ('cc', 'gcc', 'g++', 'make', 'node', 'pytest') if shutil.which(name)])"
    )
    assert engine.compose("exec", "-T", "backend", "python", "-c", found).strip() == "[]"


def test_the_model_server_is_offline_and_has_its_model(stack: Stack) -> None:
    given = dict(line.split("=", 1) for line in stack.inspect("ollama")["Config"]["Env"])
    expected = {
        "OLLAMA_NO_CLOUD": "1",
        "OLLAMA_NOPRUNE": "1",
        "OLLAMA_KEEP_ALIVE": "-1",
        "OLLAMA_NUM_PARALLEL": "1",
        "OLLAMA_CONTEXT_LENGTH": "8192",
    }
    assert {name: given[name] for name in expected} == expected
    assert "granite4.1:3b" in engine.compose("exec", "-T", "ollama", "ollama", "list")


def test_one_port_is_published_on_loopback(stack: Stack) -> None:
    published = {service: stack.inspect(service)["HostConfig"]["PortBindings"] for service in SERVICES}
    assert {service: ports for service, ports in published.items() if ports} == {
        "web": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": os.environ["HTTP_PORT"]}]}
    }


SECRETS = "/run/quietdesk/secrets"
FILES = {
    "db": ["database/password"],
    "ollama": [],
    "classifier": [],
    "backend": ["database/password", "django/key"],
    "web": [],
}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_can_read_only_its_own_secrets(stack: Stack, service: str) -> None:
    find = f"cd {SECRETS} 2>/dev/null || exit 0; for file in */*; do wc -c <$file >/dev/null && echo $file; done"
    assert engine.compose("exec", "-T", service, "sh", "-c", find).split() == FILES[service]
    older = "ls /run/quietdesk/older 2>&1 || true"
    assert "No such file" in engine.compose("exec", "-T", service, "sh", "-c", older)


def test_the_secrets_are_in_no_log_and_no_environment(stack: Stack) -> None:
    read = ["exec", "-T", "backend", "sh", "-c"]
    kept = engine.compose(*read, f"cat {SECRETS}/*/*").split()
    assert len(kept) == 2
    assert set(engine.compose(*read, f"stat -c '%a %u %g' {SECRETS}/*/*").splitlines()) == {"440 0 10002"}
    output = stack.logs() + "".join(json.dumps(stack.inspect(service)) for service in SERVICES)
    assert not [secret for secret in kept if secret in output]


def test_the_application_role_owns_its_database_and_is_no_superuser(stack: Stack) -> None:
    rights = engine.sql("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'quietdesk'")
    assert rights == "f|f|f"
    # Without a password the superuser cannot log in over the network.
    assert engine.sql("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'") == "t"
    assert engine.sql("SELECT datcollate || ' ' || datlocale FROM pg_database WHERE datname = 'quietdesk'").endswith(
        "C.UTF-8"
    )


def test_the_first_account_can_log_in_to_the_admin(stack: Stack) -> None:
    name, password = stack.manage("admin_password").split()
    page = stack.http.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    entered = stack.http.post("/admin/login/", data=form, headers={"Referer": f"{stack.url}/admin/login/"})
    assert (entered.status_code, entered.headers["location"]) == (302, "/admin/")
    stack.http.cookies.clear()


def test_a_second_start_keeps_secrets_account_and_tickets(stack: Stack) -> None:
    made, password = stack.create_ticket(), stack.manage("admin_password")
    engine.compose("down")
    stack.up()
    stack.wait_until_ready()
    assert made["id"] in stack.ids()
    assert stack.manage("admin_password") == password
    assert "made django/key" not in stack.logs("secrets")
