-- Run once by the superuser, when the cluster is initialised.

-- The image's entrypoint has read it from POSTGRES_PASSWORD_FILE.
\getenv password POSTGRES_PASSWORD

CREATE ROLE quietdesk LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE quietdesk OWNER quietdesk;
REVOKE ALL ON DATABASE quietdesk FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;

-- Without a password the superuser can log in only over the socket inside this container.
ALTER ROLE postgres PASSWORD NULL;
