"""The container's health check: exit status 0 when the server is ready to work, with what it said."""

import http.client
import os
import sys


def main(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        sys.stdout.write(f"{answer.status} {answer.read(200).decode()}")
        ready = answer.status == 200
    except OSError as error:
        sys.exit(f"no answer: {error}")
    finally:
        connection.close()
    sys.exit(0 if ready else 1)


if __name__ == "__main__":
    main(int(os.environ["BIND"].rpartition(":")[2]))
