-- Run once, by the superuser, when the database is made.

-- The image's entrypoint has read it from POSTGRES_PASSWORD_FILE.
\getenv password POSTGRES_PASSWORD

CREATE ROLE quietdesk LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE quietdesk OWNER quietdesk;
REVOKE ALL ON DATABASE quietdesk FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;

-- From now on the superuser comes in over the socket inside this container only.
ALTER ROLE postgres PASSWORD NULL;
