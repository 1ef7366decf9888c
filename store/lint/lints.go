package lint

// lints are all of them, in three parts: who may do what in the schema prilavok; what
// Supabase's API shows, of us or of whatever else lives in the project; what makes queries
// slow or upgrades fail.
var lints = []Lint{
	{"schema_exposed", Error, "", `
		SELECT nspname, list FROM watched CROSS JOIN setting WHERE ours AND exposed`,
		"Take prilavok out of the schemas that the API exposes: Project settings, Data API."},
	{"api_role_has_rights", Error, "", `
		SELECT nspname, rolname || ': USAGE' FROM watched CROSS JOIN api WHERE ours AND has_schema_privilege(api.oid, watched.oid, 'USAGE, CREATE')
		UNION ALL SELECT name, rolname || ': a table''s right' FROM rel CROSS JOIN api WHERE ours AND CASE
			WHEN relkind = 'S' THEN has_sequence_privilege(api.oid, rel.oid, 'USAGE, SELECT, UPDATE')
			WHEN relkind IN ('r', 'p', 'v', 'm', 'f') THEN has_table_privilege(api.oid, rel.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
				OR has_any_column_privilege(api.oid, rel.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
		UNION ALL SELECT name, rolname || ': EXECUTE' FROM fn CROSS JOIN api WHERE ours AND has_function_privilege(api.oid, fn.oid, 'EXECUTE')`,
		"REVOKE it: Prilavok reaches its tables as its own roles, and nobody else has to."},
	{"api_role_is_member", Error, "", `
		SELECT r.rolname::text, 'granted to ' || m.rolname FROM pg_roles r JOIN pg_roles m ON m.rolname IN ('anon', 'authenticated', 'authenticator', 'service_role')
		WHERE r.rolname IN ('prilavok_bot', 'prilavok_system', 'prilavok_panel', 'prilavok_reader') AND pg_has_role(m.oid, r.oid, 'MEMBER')`,
		"REVOKE the role: who calls the API could become it and name any shop."},
	{"role_too_strong", Error, "", `
		SELECT rolname::text, concat_ws(', ', CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN rolcanlogin THEN 'LOGIN' END,
			CASE WHEN rolinherit THEN 'INHERIT' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END)
		FROM pg_roles WHERE rolname IN ('prilavok_bot', 'prilavok_system', 'prilavok_panel', 'prilavok_reader')
		AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolinherit OR rolcreaterole OR rolcreatedb OR rolreplication)`,
		"ALTER ROLE ... NOLOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB: roles of Prilavok are only stepped into."},
	{"rls_not_forced", Error, "", `
		SELECT name, CASE WHEN relrowsecurity THEN 'not forced' ELSE 'not enabled' END FROM rel WHERE ours AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)`,
		"SELECT prilavok.secure('the table'): without it one shop sees another's rows."},
	{"policy_for_everybody", Error, "", `
		SELECT name, 'for PUBLIC or a role of the API' FROM pol WHERE ours AND polroles && ARRAY(SELECT oid FROM api)`,
		"Name the role that the policy is for."},
	{"default_privileges", Error, "", `
		SELECT format('%s of %s', CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' ELSE 'types' END, d.defaclrole::regrole), api.rolname || ': ' || a.privilege_type
		FROM pg_default_acl d CROSS JOIN aclexplode(d.defaclacl) a JOIN api ON api.oid = a.grantee
		WHERE d.defaclnamespace IN (SELECT oid FROM watched WHERE ours) OR d.defaclnamespace = 0 AND d.defaclobjtype IN ('r', 'S')
			AND EXISTS (SELECT FROM watched w JOIN pg_namespace n ON n.oid = w.oid WHERE w.ours AND n.nspowner = d.defaclrole)`,
		"ALTER DEFAULT PRIVILEGES ... REVOKE: what the next migration makes would be open at once."},
	{"service_role_has_rights", Info, "", `
		SELECT nspname, 'USAGE' FROM watched JOIN pg_roles r ON r.rolname = 'service_role' WHERE ours AND has_schema_privilege(r.oid, watched.oid, 'USAGE')`,
		"service_role passes row-level security over and sees every shop; REVOKE the schema if no program of yours needs it."},
	{"rls_policy_always_true", Warn, "", `
		SELECT name, CASE polcmd WHEN '*' THEN 'ALL' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END FROM pol
		WHERE polpermissive AND polcmd <> 'r' AND 'true' IN (btrim(qual, '() '), btrim(checks, '() '))
		AND (ours OR polroles && ARRAY(SELECT oid FROM api))`,
		"Compare the row with whose it is: this policy lets its role write any row."},
	{"rls_references_user_metadata", Error, "", `
		SELECT name, 'user_metadata' FROM pol WHERE qual || checks ~ '(raw_)?user_meta(_)?data'`,
		"Use app_metadata or a table: everybody may write their own user_metadata."},
	{"policy_exists_rls_disabled", Error, "", `
		SELECT DISTINCT tbl, 'has policies that do not hold' FROM pol WHERE NOT relrowsecurity`,
		"ALTER TABLE ... ENABLE ROW LEVEL SECURITY."},
	{"rls_enabled_no_policy", Info, "", `
		SELECT name, '' FROM rel WHERE relkind IN ('r', 'p') AND relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = rel.oid)`,
		"Nobody but its owner's superiors sees a row: give it a policy if somebody should."},
	{"function_search_path_mutable", Warn, "", `
		SELECT name, '' FROM fn WHERE NOT EXISTS (SELECT FROM unnest(proconfig) s WHERE s LIKE 'search\_path=%')`,
		"ALTER FUNCTION ... SET search_path = '', and name everything in full in it."},

	{"auth_users_exposed", Error, "", `
		SELECT DISTINCT v.name, api.rolname FROM rel v JOIN pg_rewrite w ON w.ev_class = v.oid
		JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass 
			AND d.refobjid = (SELECT u.oid FROM pg_class u JOIN pg_namespace n ON n.oid = u.relnamespace WHERE n.nspname = 'auth' AND u.relname = 'users')
		JOIN api ON has_any_column_privilege(api.oid, v.oid, 'SELECT')
		WHERE v.exposed AND (v.relkind = 'm' OR v.relkind = 'v' AND NOT EXISTS (SELECT FROM pg_options_to_table(v.reloptions) o WHERE o.option_name = 'security_invoker' AND o.option_value::boolean))`,
		"Move the view out of the exposed schema, or REVOKE it from anon and authenticated."},
	{"security_definer_view", Error, "", `
		SELECT name, 'reads with its owner''s rights' FROM rel WHERE relkind = 'v'
		AND NOT EXISTS (SELECT FROM pg_options_to_table(reloptions) o WHERE o.option_name = 'security_invoker' AND o.option_value::boolean)`,
		"ALTER VIEW ... SET (security_invoker = true): policies hold for who asks then."},
	{"rls_disabled_in_public", Error, "", `
		SELECT name, 'exposed' FROM rel WHERE exposed AND relkind IN ('r', 'p') AND NOT relrowsecurity`,
		"ALTER TABLE ... ENABLE ROW LEVEL SECURITY, or move it to a schema that is not exposed."},
	{"sensitive_columns_exposed", Error, "", `
		SELECT DISTINCT rel.name || '.' || a.attname, 'exposed without row-level security' FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN api ON has_column_privilege(api.oid, rel.oid, a.attnum, 'SELECT') AND has_schema_privilege(api.oid, rel.relnamespace, 'USAGE')
		WHERE exposed AND relkind IN ('r', 'p') AND NOT relrowsecurity
		AND a.attname ~* '(^|_)(password|passwd|pwd|passphrase|secret|token|api_?key|access_?key|private_?key|otp|ssn|passport|pin|cvv|cvc|card_?number|credit_?card|iban|bank_?account|birth_?date|date_of_birth|dob)(_|$)'`,
		"Enable row-level security on the table and REVOKE the column."},
	{"insecure_queue_exposed_in_api", Error, "pgmq.meta", `
		SELECT format('%I.%I', n.nspname, c.relname), 'reached through pgmq_public' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'pgmq' AND c.relkind IN ('r', 'p') AND c.relname LIKE 'q\_%' AND NOT c.relrowsecurity AND 'pgmq_public' IN (SELECT nspname FROM exposed)`,
		"ALTER TABLE ... ENABLE ROW LEVEL SECURITY, or take pgmq_public out of the exposed schemas."},
	{"fkey_to_auth_unique", Error, "", `
		SELECT format('%I.%I.%I', fn.nspname, f.relname, k.conname), 'refers to auth.' || c.relname FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'auth'
		JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace AND fn.oid <> n.oid
		WHERE k.contype = 'f' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisprimary)`,
		"Refer to the primary key: an update of Auth may drop its other unique keys."},
	{"extension_in_public", Warn, "", `
		SELECT e.extname::text, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname IN ('public', 'prilavok')`,
		"ALTER EXTENSION ... SET SCHEMA extensions."},
	{"materialized_view_in_api", Warn, "", `
		SELECT DISTINCT name, CASE WHEN ours THEN 'policies do not hold for it' ELSE 'exposed' END FROM rel LEFT JOIN api ON has_any_column_privilege(api.oid, rel.oid, 'SELECT')
		WHERE relkind = 'm' AND (ours OR api.oid IS NOT NULL)`,
		"REVOKE it from anon and authenticated; in prilavok use a table with policies."},
	{"foreign_table_in_api", Warn, "", `
		SELECT DISTINCT name, CASE WHEN ours THEN 'policies do not hold for it' ELSE 'exposed' END FROM rel LEFT JOIN api ON has_any_column_privilege(api.oid, rel.oid, 'SELECT')
		WHERE relkind = 'f' AND (ours OR api.oid IS NOT NULL)`,
		"Keep foreign tables in a schema that is not exposed and that no shop is in."},
	{"public_bucket_allows_listing", Warn, "storage.buckets", `
		SELECT b.id, 'by ' || p.polname FROM storage.buckets b JOIN pg_policy p ON p.polrelid = 'storage.objects'::regclass AND p.polpermissive AND p.polcmd IN ('r', '*')
		WHERE b.public AND p.polroles && ARRAY(SELECT oid FROM api)
		AND (btrim(pg_get_expr(p.polqual, p.polrelid), '() ') = 'true' OR strpos(pg_get_expr(p.polqual, p.polrelid), quote_literal(b.id)) > 0)`,
		"Drop the policy: files of a public bucket are served without it, and it lists them all."},
	{"pg_graphql_anon_table_exposed", Warn, "", graphql("anon"),
		"REVOKE SELECT from anon, or drop pg_graphql if nobody uses it."},
	{"pg_graphql_authenticated_table_exposed", Warn, "", graphql("authenticated"),
		"REVOKE SELECT from authenticated, or drop pg_graphql if nobody uses it."},
	{"anon_security_definer_function_executable", Warn, "", definer("anon"),
		"REVOKE EXECUTE FROM PUBLIC, anon, or SECURITY INVOKER: it runs with its owner's rights."},
	{"authenticated_security_definer_function_executable", Warn, "", definer("authenticated"),
		"REVOKE EXECUTE FROM PUBLIC, authenticated, or SECURITY INVOKER: it runs with its owner's rights."},

	{"auth_rls_initplan", Warn, "", `
		SELECT name, 'calls it for each row' FROM pol
		WHERE regexp_replace(qual || ' ' || checks, '\( SELECT \(*(auth\.\w+|current_setting)\(', '', 'g') ~ '(\mauth\.\w+|\mcurrent_setting)\('`,
		"Write (SELECT current_setting(...)), (SELECT auth.uid()): it is asked once a statement then."},
	{"multiple_permissive_policies", Warn, "", `
		SELECT p.tbl || ' for ' || verb.word, coalesce(r.rolname, 'PUBLIC') || ': ' || string_agg(p.polname, ', ' ORDER BY p.polname)
		FROM pol p CROSS JOIN (VALUES ('r', 'SELECT'), ('a', 'INSERT'), ('w', 'UPDATE'), ('d', 'DELETE')) verb (cmd, word)
		JOIN LATERAL (SELECT DISTINCT unnest(q.polroles) AS oid FROM pg_policy q WHERE q.polrelid = p.polrelid) role ON role.oid = ANY (p.polroles) OR 0 = ANY (p.polroles)
		LEFT JOIN pg_roles r ON r.oid = role.oid
		WHERE p.polpermissive AND p.polcmd::text IN ('*', verb.cmd) GROUP BY p.tbl, verb.word, r.rolname HAVING count(*) > 1`,
		"Make one policy of them: each is looked at for every row."},
	{"policy_column_unindexed", Warn, "", `
		SELECT name || '.shop_id', 'no index begins with it' FROM rel WHERE relkind IN ('r', 'p')
		AND EXISTS (SELECT FROM pol WHERE pol.polrelid = rel.oid AND qual || checks LIKE '%shop\_id = %')
		AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
			WHERE i.indrelid = rel.oid AND a.attname = 'shop_id' AND i.indpred IS NULL)
		-- Both are written with every message. Messages are read by conversation, whose id is
		-- unique over shops; jobs by what is due or by lane, and are gone when they are done.
		AND NOT (ours AND relname IN ('messages', 'jobs'))`,
		"CREATE INDEX ... (shop_id, ...): policies compare it on every read."},
	{"duplicate_index", Warn, "", `
		SELECT a.name, 'as ' || b.name FROM idx a JOIN idx b
			ON a.indrelid = b.indrelid AND a.indexrelid <> b.indexrelid AND a.indclass = b.indclass AND a.indkey = b.indkey
			AND a.indcollation = b.indcollation AND a.indoption = b.indoption AND coalesce(a.indexprs::text, '') = coalesce(b.indexprs::text, '')
			AND coalesce(pg_get_expr(a.indpred, a.indrelid), '') = coalesce(pg_get_expr(b.indpred, b.indrelid), '')
			AND NOT (b.indisunique < a.indisunique) AND (a.indisunique < b.indisunique OR a.indexrelid > b.indexrelid)`,
		"DROP INDEX: every write pays for both."},
	{"unsupported_reg_types", Warn, "", `
		SELECT name || '.' || a.attname, format_type(a.atttypid, NULL) FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE relkind IN ('r', 'p', 'm') AND a.atttypid IN ('regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype, 'regnamespace'::regtype,
			'regoper'::regtype, 'regoperator'::regtype, 'regproc'::regtype, 'regprocedure'::regtype)`,
		"Keep the name as text: pg_upgrade refuses a database with such a column."},
	{"extension_versions_outdated", Warn, "", `
		SELECT name::text, installed_version || ', the server has ' || default_version FROM pg_available_extensions
		WHERE installed_version IS NOT NULL AND default_version IS NOT NULL AND installed_version <> default_version`,
		"ALTER EXTENSION ... UPDATE."},
	{"unindexed_foreign_keys", Info, "", `
		SELECT name || '.' || k.conname, 'no index on what refers' FROM pg_constraint k JOIN rel ON rel.oid = k.conrelid
		WHERE k.contype = 'f' AND NOT EXISTS (
			SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
			AND (k.conkey <@ (i.indkey::int2[])[0:cardinality(k.conkey) - 1]::int2[]
				-- ids are unique over shops: an index that begins with one finds as much
				OR rel.ours AND i.indkey[0] = ANY (k.conkey) AND i.indkey[0] <> (SELECT attnum FROM pg_attribute WHERE attrelid = k.conrelid AND attname = 'shop_id')))`,
		"CREATE INDEX on the columns: a delete of what is referred to reads the whole table."},
	{"no_primary_key", Info, "", `
		SELECT name, '' FROM rel WHERE relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = rel.oid AND i.indisprimary)`,
		"Give it one: rows cannot be told apart, nor replicated."},
	{"unused_index", Info, "", `
		SELECT idx.name, 'of ' || rel.name || ', never read' FROM pg_stat_all_indexes s JOIN idx ON idx.indexrelid = s.indexrelid JOIN rel ON rel.oid = s.relid
		WHERE s.idx_scan = 0 AND NOT idx.indisunique AND rel.reltuples >= 10000`,
		"Drop it if it stays unread for weeks; a foreign key may need it when something is deleted."},
	{"table_bloat", Info, "", `
		SELECT name, pg_size_pretty(waste::bigint) || ' of ' || pg_size_pretty(size::bigint) || ' holds nothing' FROM (
			SELECT rel.name, size, size - reltuples * (28 + (SELECT coalesce(sum(avg_width * (1 - null_frac)), 0) FROM pg_stats s WHERE s.schemaname = rel.nspname AND s.tablename = rel.relname))
				* 100 / coalesce((SELECT option_value::int FROM pg_options_to_table(rel.reloptions) WHERE option_name = 'fillfactor'), 100) AS waste
			FROM rel CROSS JOIN LATERAL (SELECT relpages::bigint * current_setting('block_size')::int) z (size)
			WHERE relkind = 'r' AND reltuples >= 0 AND EXISTS (SELECT FROM pg_stats s WHERE s.schemaname = rel.nspname AND s.tablename = rel.relname)) t
		WHERE waste > 20 * 1024 * 1024 AND waste > size * 0.7`,
		"VACUUM FULL in a quiet hour, and look why autovacuum does not keep up."},
}

// graphql finds what a role sees in the schema that pg_graphql draws from its rights.
func graphql(role string) string {
	return `SELECT name, 'seen by ` + role + `' FROM rel JOIN pg_roles r ON r.rolname = '` + role + `' AND has_any_column_privilege(r.oid, rel.oid, 'SELECT')
		WHERE exposed AND relkind IN ('r', 'p', 'v', 'm', 'f') AND EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_graphql')`
}

// definer finds functions that a role may call through the API with their owner's rights.
func definer(role string) string {
	return `SELECT name, 'run by ` + role + `' FROM fn JOIN pg_roles r ON r.rolname = '` + role + `' AND has_function_privilege(r.oid, fn.oid, 'EXECUTE') WHERE exposed AND prosecdef`
}
