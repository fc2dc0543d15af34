"""Runs the real nginx on the configuration that nginx/start.sh renders, as the container web does."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from tools import machine, ports, system_programs
from tools.paths import ROOT

START = ROOT / "nginx" / "start.sh"
TIMEOUT = 30.0


def nginx_program() -> str:
    found = system_programs.find(os.environ, "nginx")
    if found is None:
        raise RuntimeError(f"these tests need nginx: {machine.install_hint(*system_programs.PACKAGES)}")
    return found


def render(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `start.sh render`. It writes the configuration to FOLDER/run."""
    for name in ("run", "outlets", "files"):
        (folder / name).mkdir(exist_ok=True)
    environ = {
        "PATH": os.environ["PATH"],
        "TEMPLATES": str(ROOT / "nginx" / "templates"),
        "RUN": str(folder / "run"),
        "OUTLETS": str(folder / "outlets"),
        "FILES": str(folder / "files"),
        "RESOLVER": "127.0.0.1:1",
        **settings,
    }
    return subprocess.run([START, "render"], env=environ, capture_output=True, text=True, check=False)


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `nginx -t` on the rendered configuration."""
    command = [nginx_program(), "-e", "stderr", "-c", str(folder / "run" / "nginx.conf"), "-t"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class NginxServer:
    """A running nginx. Its settings are those of the service web in docker-compose.yml, and of start.sh."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._reservation = ports.Reservation()
        self.port = self._reservation.port
        self.folder = folder
        rendered = render(folder, **{"LISTEN": f"127.0.0.1:{self.port}", "TRUSTED_PROXY": "", **settings})
        if rendered.returncode:
            self._reservation.close()
            raise RuntimeError(rendered.stderr)
        # As root, nginx would run its workers as another user, who cannot enter a test's folder.
        user = "user root; " if os.geteuid() == 0 else ""
        self._log = (folder / "log").open("ab")
        self._process = subprocess.Popen(
            [nginx_program(), "-e", "stderr", "-c", folder / "run" / "nginx.conf", "-g", f"{user}daemon off;"],
            stdout=self._log,
            stderr=self._log,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def final_log(self) -> str:
        """Stop nginx, and return access log and error log. A request is logged only after its response was sent."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(TIMEOUT)
        return (self.folder / "log").read_text()

    def outlet(self, name: str) -> str:
        """The unix socket of an outlet."""
        return str(self.folder / "outlets" / f"{name}.sock")

    def __enter__(self) -> Self:
        deadline = time.monotonic() + TIMEOUT
        while not (self.folder / "run" / "health.sock").exists() or not (self.folder / "run" / "nginx.pid").exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"nginx did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(TIMEOUT)
        self._log.close()
        self._reservation.close()
