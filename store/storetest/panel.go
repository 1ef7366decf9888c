package storetest

import (
	"context"
	"database/sql"
	"testing"
)

// heldToPanel gives prilavok_bot what prilavok_panel has in this database, and no more.
const heldToPanel = `
DO $$
DECLARE
  g record;
BEGIN
  REVOKE ALL ON ALL TABLES IN SCHEMA prilavok FROM prilavok_bot;
  FOR g IN
    SELECT c.oid::regclass AS tbl, a.privilege_type AS verb, '' AS col
    FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
    WHERE c.relnamespace = 'prilavok'::regnamespace AND a.grantee = 'prilavok_panel'::regrole
    UNION ALL SELECT c.oid::regclass, a.privilege_type, '(' || quote_ident(t.attname) || ')'
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN aclexplode(t.attacl) a
    WHERE c.relnamespace = 'prilavok'::regnamespace AND a.grantee = 'prilavok_panel'::regrole
  LOOP
    EXECUTE format('GRANT %s %s ON %s TO prilavok_bot', g.verb, g.col, g.tbl);
  END LOOP;
END
$$`

// AsPanel runs fn while units of work of a shop have the rights of prilavok_panel, in the
// database that a superuser's connections lead to, and what the statements of more give
// prilavok_bot besides.
func AsPanel(t testing.TB, admin *sql.DB, fn func(), more ...string) {
	t.Helper()
	for _, q := range append([]string{heldToPanel}, more...) {
		_, err := admin.ExecContext(t.Context(), q)
		check(t, err)
	}
	defer func() {
		_, err := admin.ExecContext(context.WithoutCancel(t.Context()), `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA prilavok TO prilavok_bot`)
		check(t, err)
	}()
	fn()
}
