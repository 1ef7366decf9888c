package storetest

import (
	"context"
	"database/sql"
	"sync"
	"testing"
)

// apiRoles are the roles that Supabase's API acts as. service_role passes row-level
// security over, so only what it is granted keeps it out.
var apiRoles = []string{"anon", "authenticated", "service_role"}

// supabaseRoles makes Supabase's roles, which all databases of a cluster share.
const supabaseRoles = `
SELECT pg_advisory_xact_lock(7239107);
DO $$
DECLARE
  def text;
BEGIN
  FOREACH def IN ARRAY ARRAY['anon NOLOGIN NOINHERIT', 'authenticated NOLOGIN NOINHERIT', 'service_role NOLOGIN NOINHERIT BYPASSRLS', 'authenticator LOGIN NOINHERIT'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = split_part(def, ' ', 1)) THEN
      EXECUTE 'CREATE ROLE ' || def;
    END IF;
  END LOOP;
  IF NOT pg_has_role('authenticator', 'service_role', 'MEMBER') THEN
    GRANT anon, authenticated, service_role TO authenticator;
    ALTER ROLE anon SET statement_timeout = '3s';
    ALTER ROLE authenticated SET statement_timeout = '8s';
    ALTER ROLE authenticator SET statement_timeout = '8s';
  END IF;
END
$$`

// supabaseSchemas makes what a project's database holds before anybody uses it, as far
// as access goes: the schemas auth, storage and extensions, and the privileges that
// whatever is made in public gets by default. The database's owner stands for the
// project's user postgres.
const supabaseSchemas = `
CREATE SCHEMA auth;
CREATE SCHEMA storage;
CREATE SCHEMA extensions;
GRANT USAGE ON SCHEMA public, auth, storage, extensions TO anon, authenticated, service_role, prilavok_app;
CREATE TABLE auth.users (
  id                 uuid PRIMARY KEY,
  email              text,
  phone              text UNIQUE,
  encrypted_password text,
  raw_user_meta_data jsonb,
  raw_app_meta_data  jsonb
);
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub'), '')::uuid $$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role') $$;
CREATE TABLE storage.buckets (id text PRIMARY KEY, name text NOT NULL UNIQUE, public boolean DEFAULT false);
CREATE TABLE storage.objects (id uuid PRIMARY KEY, bucket_id text REFERENCES storage.buckets (id), name text);
ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
GRANT ALL ON ALL TABLES IN SCHEMA storage TO anon, authenticated, service_role, prilavok_app;
GRANT SELECT, REFERENCES ON auth.users TO prilavok_app;
GRANT ALL ON SCHEMA public TO prilavok_app;
ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app IN SCHEMA public GRANT ALL ON ROUTINES TO anon, authenticated, service_role`

// makeSupabaseRoles runs once for a cluster; a rival test binary waits.
var makeSupabaseRoles = sync.OnceValue(func() error {
	root, err := cluster()
	if err != nil {
		return err
	}
	db, err := sql.Open("pgx", root)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(supabaseRoles)
	return err
})

// NewSupabase makes a database that looks like a Supabase project's to whatever asks who
// may do what: its roles, its schemas, its default privileges. It runs the statements of
// before as the database's owner, migrates, and returns a superuser's URL.
func NewSupabase(t testing.TB, before ...string) string {
	t.Helper()
	super := NewDatabase(t, false)
	check(t, makeSupabaseRoles())
	_, err := openSQL(t, super).ExecContext(t.Context(), supabaseSchemas)
	check(t, err)
	owner := openSQL(t, AsOwner(super))
	for _, q := range before {
		_, err := owner.ExecContext(t.Context(), q)
		check(t, err)
	}
	check(t, migrated(context.WithoutCancel(t.Context()), AsOwner(super)))
	return super
}
