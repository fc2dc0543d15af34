"""The container's health check: prints the answer of /readyz, and exits with 0 when the server is ready."""

import http.client
import os
import sys


def main(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        sys.stdout.write(f"{response.status} {response.read(200).decode()}")
        ready = response.status == 200
    except OSError as error:
        sys.exit(f"no answer: {error}")
    finally:
        connection.close()
    sys.exit(0 if ready else 1)


if __name__ == "__main__":
    main(int(os.environ["BIND"].rpartition(":")[2]))
