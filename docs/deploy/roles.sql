-- Two users of one PostgreSQL database: `pompey_owner` makes and changes tables, `pompey` only reads
-- and writes rows. Run once, in the new database, by a superuser of PostgreSQL; running it again does
-- no harm, and gives `pompey` its rights on tables that are there already. See docs/runbook.md.

-- Nobody else comes in; `pompey` may connect, and make nothing, not even a temporary table.
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO pompey, pompey_owner', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO pompey_owner;
GRANT USAGE ON SCHEMA public TO pompey;

-- What the owner makes from now on, at each upgrade, `pompey` may use: no TRUNCATE, no TRIGGER.
ALTER DEFAULT PRIVILEGES FOR ROLE pompey_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pompey;
ALTER DEFAULT PRIVILEGES FOR ROLE pompey_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO pompey;

-- What is there already.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pompey;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO pompey;
