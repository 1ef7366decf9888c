package storetest

import (
	"slices"
	"testing"

	"prilavok/store/lint"
)

// proof is a bad object that a lint must name, and what mends it.
type proof struct {
	lint, object, bad, mend string
}

var proofs = []proof{
	{"schema_exposed", "prilavok", `SET LOCAL pgrst.db_schemas = 'public, "prilavok"'`, `SET LOCAL pgrst.db_schemas = 'public'`},
	{"schema_exposed", "prilavok", `ALTER ROLE authenticator SET pgrst.db_schemas = 'public,prilavok'`, `ALTER ROLE authenticator RESET pgrst.db_schemas`},
	{"api_role_has_rights", "prilavok", `GRANT USAGE ON SCHEMA prilavok TO authenticated`, `REVOKE USAGE ON SCHEMA prilavok FROM authenticated`},
	{"api_role_has_rights", "prilavok.orders", `GRANT DELETE ON prilavok.orders TO PUBLIC`, `REVOKE DELETE ON prilavok.orders FROM PUBLIC`},
	{"api_role_has_rights", "prilavok.payments", `GRANT SELECT (token) ON prilavok.payments TO anon`, `REVOKE SELECT (token) ON prilavok.payments FROM anon`},
	{"api_role_has_rights", "prilavok.numbers", `CREATE SEQUENCE prilavok.numbers; GRANT USAGE ON SEQUENCE prilavok.numbers TO anon`, `REVOKE ALL ON SEQUENCE prilavok.numbers FROM anon`},
	{"api_role_has_rights", "prilavok.bad()", `CREATE FUNCTION prilavok.bad() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1'`, `REVOKE ALL ON FUNCTION prilavok.bad() FROM PUBLIC`},
	{"api_role_is_member", "prilavok_system", `GRANT prilavok_system TO service_role`, `REVOKE prilavok_system FROM service_role`},
	{"role_too_strong", "prilavok_reader", `ALTER ROLE prilavok_reader BYPASSRLS`, `ALTER ROLE prilavok_reader NOBYPASSRLS`},
	{"rls_not_forced", "prilavok.orders", `ALTER TABLE prilavok.orders NO FORCE ROW LEVEL SECURITY`, `ALTER TABLE prilavok.orders FORCE ROW LEVEL SECURITY`},
	{"rls_not_forced", "prilavok.bad", `CREATE TABLE prilavok.bad (shop_id text PRIMARY KEY)`, `SELECT prilavok.secure('bad')`},
	{"policy_for_everybody", "prilavok.orders.bad", `CREATE POLICY bad ON prilavok.orders FOR SELECT USING (shop_id = 'x')`, `ALTER POLICY bad ON prilavok.orders TO prilavok_system`},
	{"policy_for_everybody", "prilavok.orders.bad", `CREATE POLICY bad ON prilavok.orders FOR SELECT TO anon USING (shop_id = 'x')`, `DROP POLICY bad ON prilavok.orders`},
	{"default_privileges", "tables of prilavok_app", `ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app IN SCHEMA prilavok GRANT SELECT ON TABLES TO anon`,
		`ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app IN SCHEMA prilavok REVOKE SELECT ON TABLES FROM anon`},
	{"default_privileges", "sequences of prilavok_app", `ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app GRANT USAGE ON SEQUENCES TO PUBLIC`,
		`ALTER DEFAULT PRIVILEGES FOR ROLE prilavok_app REVOKE USAGE ON SEQUENCES FROM PUBLIC`},
	{"service_role_has_rights", "prilavok", `GRANT USAGE ON SCHEMA prilavok TO service_role`, `REVOKE USAGE ON SCHEMA prilavok FROM service_role`},
	{"rls_policy_always_true", "prilavok.orders.bad", `CREATE POLICY bad ON prilavok.orders FOR UPDATE TO prilavok_system USING (shop_id = 'x') WITH CHECK (true)`,
		`ALTER POLICY bad ON prilavok.orders WITH CHECK (shop_id = 'x')`},
	{"rls_policy_always_true", "public.bad.bad", `CREATE TABLE public.bad (id int PRIMARY KEY); CREATE POLICY bad ON public.bad FOR ALL TO authenticated USING (true)`,
		`ALTER POLICY bad ON public.bad USING (id = 1)`},
	{"rls_references_user_metadata", "public.bad.bad", `CREATE TABLE public.bad (id int PRIMARY KEY);
		CREATE POLICY bad ON public.bad FOR SELECT TO authenticated USING ((SELECT auth.jwt() -> 'user_metadata' ->> 'admin') = 'yes')`,
		`ALTER POLICY bad ON public.bad USING ((SELECT auth.jwt() -> 'app_metadata' ->> 'admin') = 'yes')`},
	{"policy_exists_rls_disabled", "prilavok.orders", `ALTER TABLE prilavok.orders DISABLE ROW LEVEL SECURITY`, `ALTER TABLE prilavok.orders ENABLE ROW LEVEL SECURITY`},
	{"rls_enabled_no_policy", "public.bad", `CREATE TABLE public.bad (id int PRIMARY KEY); ALTER TABLE public.bad ENABLE ROW LEVEL SECURITY`,
		`CREATE POLICY good ON public.bad FOR SELECT TO authenticated USING (id = 1)`},
	{"function_search_path_mutable", "prilavok.bad(a integer)", `CREATE FUNCTION prilavok.bad(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'`, `ALTER FUNCTION prilavok.bad(int) SET search_path = ''`},

	{"auth_users_exposed", "public.bad", `CREATE VIEW public.bad AS SELECT id, email FROM auth.users; GRANT SELECT ON public.bad TO anon`, `REVOKE ALL ON public.bad FROM anon`},
	{"auth_users_exposed", "public.bad", `CREATE MATERIALIZED VIEW public.bad AS SELECT id FROM auth.users; GRANT SELECT ON public.bad TO authenticated`, `REVOKE ALL ON public.bad FROM authenticated`},
	{"security_definer_view", "prilavok.bad", `CREATE VIEW prilavok.bad AS SELECT id FROM prilavok.orders`, `ALTER VIEW prilavok.bad SET (security_invoker = on)`},
	{"security_definer_view", "public.bad", `CREATE VIEW public.bad WITH (security_invoker = off) AS SELECT 1 AS id`, `ALTER VIEW public.bad SET (security_invoker = true)`},
	{"rls_disabled_in_public", "public.bad", `CREATE TABLE public.bad (id int PRIMARY KEY)`, `ALTER TABLE public.bad ENABLE ROW LEVEL SECURITY`},
	{"rls_disabled_in_public", "shown.bad", `CREATE SCHEMA shown; CREATE TABLE shown.bad (id int PRIMARY KEY); SET LOCAL pgrst.db_schemas = 'public,shown'`, `SET LOCAL pgrst.db_schemas = 'public'`},
	{"sensitive_columns_exposed", "public.bad.access_token", `CREATE TABLE public.bad (id int PRIMARY KEY, access_token text, tokens int); GRANT SELECT ON public.bad TO anon`, `ALTER TABLE public.bad ENABLE ROW LEVEL SECURITY`},
	{"insecure_queue_exposed_in_api", "pgmq.q_bad", `CREATE SCHEMA pgmq; CREATE TABLE pgmq.meta (queue_name text); CREATE TABLE pgmq.q_bad (msg_id bigint PRIMARY KEY);
		CREATE SCHEMA pgmq_public; SET LOCAL pgrst.db_schemas = 'public,pgmq_public'`, `ALTER TABLE pgmq.q_bad ENABLE ROW LEVEL SECURITY`},
	{"fkey_to_auth_unique", "public.bad.bad_phone", `CREATE TABLE public.bad (phone text CONSTRAINT bad_phone REFERENCES auth.users (phone))`,
		`ALTER TABLE public.bad DROP CONSTRAINT bad_phone, ADD COLUMN user_id uuid CONSTRAINT bad_phone REFERENCES auth.users (id)`},
	{"extension_in_public", "pg_trgm", `CREATE EXTENSION pg_trgm SCHEMA public`, `ALTER EXTENSION pg_trgm SET SCHEMA extensions`},
	{"materialized_view_in_api", "prilavok.bad", `CREATE MATERIALIZED VIEW prilavok.bad AS SELECT id FROM prilavok.orders`, `ALTER MATERIALIZED VIEW prilavok.bad SET SCHEMA extensions`},
	{"materialized_view_in_api", "public.bad", `CREATE MATERIALIZED VIEW public.bad AS SELECT 1 AS id; GRANT SELECT ON public.bad TO anon`, `REVOKE ALL ON public.bad FROM anon`},
	{"foreign_table_in_api", "public.bad", `CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE public.bad (id int) SERVER far; GRANT SELECT ON public.bad TO anon`,
		`REVOKE ALL ON public.bad FROM anon`},
	{"public_bucket_allows_listing", "pictures", `INSERT INTO storage.buckets VALUES ('pictures', 'pictures', true); CREATE POLICY bad ON storage.objects FOR SELECT TO anon USING (bucket_id = 'pictures')`,
		`UPDATE storage.buckets SET public = false`},
	{"pg_graphql_anon_table_exposed", "public.bad", graphqlIsThere + `CREATE TABLE public.bad (id int PRIMARY KEY); GRANT SELECT ON public.bad TO anon`, `REVOKE ALL ON public.bad FROM anon`},
	{"pg_graphql_authenticated_table_exposed", "public.bad", graphqlIsThere + `CREATE TABLE public.bad (id int PRIMARY KEY); GRANT SELECT ON public.bad TO authenticated`, `DELETE FROM pg_extension WHERE oid = 99999`},
	{"anon_security_definer_function_executable", "public.bad()", `CREATE FUNCTION public.bad() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'`,
		`REVOKE ALL ON FUNCTION public.bad() FROM PUBLIC, anon`},
	{"authenticated_security_definer_function_executable", "public.bad()", `CREATE FUNCTION public.bad() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'`,
		`ALTER FUNCTION public.bad() SECURITY INVOKER`},

	{"auth_rls_initplan", "prilavok.orders.bad", `CREATE POLICY bad ON prilavok.orders FOR SELECT TO prilavok_system USING (shop_id = current_setting('app.shop_id', true))`,
		`ALTER POLICY bad ON prilavok.orders USING (shop_id = (SELECT current_setting('app.shop_id', true)))`},
	{"auth_rls_initplan", "public.bad.bad", `CREATE TABLE public.bad (id int PRIMARY KEY, who uuid); CREATE POLICY bad ON public.bad FOR INSERT TO authenticated WITH CHECK (who = auth.uid())`,
		`ALTER POLICY bad ON public.bad WITH CHECK (who = (SELECT auth.uid()) AND (SELECT auth.jwt() ->> 'aal') = 'aal2')`},
	{"multiple_permissive_policies", "prilavok.orders for SELECT", `CREATE POLICY bad ON prilavok.orders FOR SELECT TO prilavok_bot USING (shop_id = 'x')`, `DROP POLICY bad ON prilavok.orders`},
	{"multiple_permissive_policies", "public.bad for DELETE", `CREATE TABLE public.bad (id int PRIMARY KEY); CREATE POLICY one ON public.bad USING (id = 1); CREATE POLICY two ON public.bad FOR DELETE TO authenticated USING (id = 2)`,
		`DROP POLICY two ON public.bad; CREATE POLICY two ON public.bad AS RESTRICTIVE FOR DELETE TO authenticated USING (id = 2)`},
	{"policy_column_unindexed", "prilavok.bad.shop_id", `CREATE TABLE prilavok.bad (shop_id text NOT NULL, id text PRIMARY KEY); SELECT prilavok.secure('bad')`, `CREATE INDEX ON prilavok.bad (shop_id, id)`},
	{"duplicate_index", "prilavok.bad", `CREATE INDEX bad ON prilavok.orders (shop_id, number)`, `DROP INDEX prilavok.bad; CREATE INDEX bad ON prilavok.orders (shop_id, number) WHERE number <> ''`},
	{"unsupported_reg_types", "public.bad.what", `CREATE TABLE public.bad (id int PRIMARY KEY, what regproc, fine regclass)`, `ALTER TABLE public.bad ALTER what TYPE text`},
	{"extension_versions_outdated", "pg_trgm", `CREATE EXTENSION pg_trgm VERSION '1.3'`, `ALTER EXTENSION pg_trgm UPDATE`},
	{"unindexed_foreign_keys", "prilavok.bad.bad_contact", `CREATE TABLE prilavok.bad (shop_id text, contact_id text, PRIMARY KEY (shop_id),
		CONSTRAINT bad_contact FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id))`, `CREATE INDEX ON prilavok.bad (shop_id, contact_id)`},
	{"no_primary_key", "public.bad", `CREATE TABLE public.bad (id int UNIQUE)`, `ALTER TABLE public.bad ADD PRIMARY KEY (id)`},
	{"unused_index", "public.bad_n", `CREATE TABLE public.bad (n int); CREATE INDEX bad_n ON public.bad (n); INSERT INTO public.bad SELECT generate_series(1, 10000); ANALYZE public.bad`, `DROP INDEX public.bad_n`},
	{"table_bloat", "public.bad", `CREATE TABLE public.bad (id int PRIMARY KEY, body text); INSERT INTO public.bad SELECT g, repeat('x', 1000) FROM generate_series(1, 28000) g;
		DELETE FROM public.bad WHERE id % 10 > 0; ANALYZE public.bad`, `CREATE TABLE public.good AS TABLE public.bad; DROP TABLE public.bad; ALTER TABLE public.good RENAME TO bad; ANALYZE public.bad`},
}

// graphqlIsThere notes an extension that this server has no files of.
const graphqlIsThere = `SET LOCAL allow_system_table_mods = on; INSERT INTO pg_extension VALUES (99999, 'pg_graphql', 10, 'public'::regnamespace, false, '1.5.0'); `

// TestEveryLintFinds makes the bad object of each proof in a transaction that is rolled
// back: its lint names it, and once it is mended does not any more.
func TestEveryLintFinds(t *testing.T) {
	db := openSQL(t, NewSupabase(t))
	proved := map[string]bool{}
	lints := map[string]lint.Lint{}
	for _, l := range lint.All() {
		lints[l.Name] = l
	}
	for _, p := range proofs {
		proved[p.lint] = true
		t.Run(p.lint, func(t *testing.T) {
			tx, err := db.BeginTx(t.Context(), nil)
			check(t, err)
			defer tx.Rollback()
			named := func() bool {
				t.Helper()
				found, err := lints[p.lint].Find(t.Context(), tx)
				check(t, err)
				return slices.ContainsFunc(found, func(f lint.Finding) bool {
					return f.Lint == p.lint && f.Level != "" && f.Object == p.object && f.Advice != ""
				})
			}
			if named() {
				t.Fatalf("%s is named before there is anything", p.object)
			}
			_, err = tx.ExecContext(t.Context(), p.bad)
			check(t, err)
			if !named() {
				t.Errorf("%s is not named after %s", p.object, p.bad)
			}
			_, err = tx.ExecContext(t.Context(), p.mend)
			check(t, err)
			if named() {
				t.Errorf("%s is still named after %s", p.object, p.mend)
			}
		})
	}
	for name := range lints {
		if !proved[name] {
			t.Errorf("nothing shows that %s finds something", name)
		}
	}
}
