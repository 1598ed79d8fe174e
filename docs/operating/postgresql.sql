-- Once, as the superuser: sudo -u postgres psql -f postgresql.sql
-- The role signs in over the local socket as the system user of the same name (peer): it has no password.
create role leadlight login;
create database leadlight owner leadlight encoding 'UTF8' template template0;
revoke all on database leadlight from public;
\connect leadlight
revoke create on schema public from public;
grant create, usage on schema public to leadlight;
-- Committed data survives a power failure: these are PostgreSQL's defaults, stated explicitly.
alter system set fsync = on;
alter system set synchronous_commit = on;
alter role leadlight set statement_timeout = '60s';
alter role leadlight set idle_in_transaction_session_timeout = '30s';
alter role leadlight set lock_timeout = '30s';
select pg_reload_conf();
