package deploy_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/txn"
	"prilavok/provider/nethttp"
	"prilavok/sample"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
	"prilavok/supabase"
)

var update = flag.Bool("update", false, "write supabase/seed.sql anew")

const seedPath = "../../supabase/seed.sql"

// born is when everything of the seed was made.
var born = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	check(t, err)
	t.Cleanup(func() { check(t, db.Close()) })
	return db
}

// shopOn wires a shop over a database, with ids that are the same in every run.
func shopOn(t *testing.T, url string, now func() time.Time) *app.App {
	t.Helper()
	db, err := postgres.Open(t.Context(), url, postgres.Options{MaxConns: 2})
	check(t, err)
	st := store.New(db)
	t.Cleanup(func() { check(t, st.Close()) })
	return app.New(app.Deps{Store: st, HTTP: nethttp.New("test", now, nil), Now: now, IDs: id.New(now, mathrand.NewChaCha8([32]byte{1})), Log: slog.New(slog.DiscardHandler)})
}

// TestSeedIsTheSampleShop: the file is what `prilavok demo` makes, row by row.
func TestSeedIsTheSampleShop(t *testing.T) {
	super := storetest.NewDatabase(t, true)
	_, err := sample.Create(t.Context(), shopOn(t, storetest.AsOwner(super), func() time.Time { return born }))
	check(t, err)
	want := seedOf(t, open(t, super))
	if *update {
		check(t, os.WriteFile(seedPath, []byte(want), 0o644))
		return
	}
	if supabase.Seed != want {
		t.Error("supabase/seed.sql differs from the sample shop: go test ./app/deploy -run TestSeedIsTheSampleShop -update")
	}
}

const seedHead = `-- The sample shop, the one that prilavok demo opens: goods, words, answers, delivery, promotions.
-- Made from sample/ by a test; go test ./app/deploy -run Seed -update writes it anew.
-- It may be run again: a database that has a shop of this name is left as it is. It takes the
-- roles of the bot, so that row-level security holds for it too. Its statements are short
-- enough for the Supabase CLI, which takes 256 KB, and one transaction.
BEGIN;
DO $seed$
BEGIN
  PERFORM set_config('app.scope', 'system', true), set_config('role', 'prilavok_system', true);
  PERFORM set_config('prilavok.seed', CASE WHEN EXISTS (SELECT FROM prilavok.shops WHERE slug = %[2]s) THEN 'no' ELSE 'yes' END, true);
  PERFORM set_config('app.scope', 'shop', true), set_config('app.shop_id', %[1]s, true), set_config('role', 'prilavok_bot', true);
END
$seed$;
`

const seedPart = `DO $seed$
BEGIN
IF current_setting('prilavok.seed') = 'no' THEN RETURN; END IF;
INSERT INTO prilavok.%s (%s) VALUES
%s;
END
$seed$;
`

const seedFoot = `COMMIT;
`

// mostStatement is how long a statement of the seed may be, in bytes.
const mostStatement = 60_000

// seedOf writes all rows of a database with one shop, parents first.
func seedOf(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	var shopID, slug string
	check(t, db.QueryRowContext(t.Context(), `SELECT quote_literal(shop_id), quote_literal(slug) FROM prilavok.shops`).Scan(&shopID, &slug))
	fmt.Fprintf(&b, seedHead, shopID, slug)
	for _, table := range parentsFirst(t, db) {
		columns := texts(t, db, `SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = ('prilavok.' || $1)::regclass AND attnum > 0
			AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum`, table)
		values := "quote_nullable(" + strings.Join(columns, "::text), quote_nullable(") + "::text)"
		rows := texts(t, db, `SELECT line FROM (SELECT '(' || concat_ws(', ', `+values+`) || ')' AS line FROM prilavok.`+table+`) AS t ORDER BY line COLLATE "C"`)
		for len(rows) > 0 {
			n, size := 0, 0
			for n < len(rows) && size+len(rows[n]) < mostStatement {
				size += len(rows[n]) + 2
				n++
			}
			fmt.Fprintf(&b, seedPart, table, strings.Join(columns, ", "), strings.Join(rows[:n], ",\n"))
			rows = rows[n:]
		}
	}
	b.WriteString(seedFoot)
	return b.String()
}

// parentsFirst orders tables so that none refers to a later one.
func parentsFirst(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rest := texts(t, db, `SELECT relname FROM pg_class WHERE relnamespace = 'prilavok'::regnamespace AND relkind = 'r' ORDER BY 1`)
	var out []string
	for len(rest) > 0 {
		before := len(rest)
		rest = slices.DeleteFunc(rest, func(table string) bool {
			for _, parent := range texts(t, db, `SELECT confrelid::regclass::text FROM pg_constraint WHERE conrelid = ('prilavok.' || $1)::regclass AND contype = 'f' AND confrelid <> conrelid`, table) {
				if !slices.Contains(out, strings.TrimPrefix(parent, "prilavok.")) {
					return false
				}
			}
			out = append(out, table)
			return true
		})
		if len(rest) == before {
			t.Fatalf("tables refer to each other in a circle: %v", rest)
		}
	}
	return out
}

func texts(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	check(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		check(t, rows.Scan(&s))
		out = append(out, s)
	}
	check(t, rows.Err())
	return out
}

// TestSeedFitsTheCLI: no statement is longer than what `supabase db reset` takes.
func TestSeedFitsTheCLI(t *testing.T) {
	parts := strings.Split(supabase.Seed, "$seed$;\n")
	for _, part := range parts {
		if len(part) > mostStatement+1000 {
			t.Errorf("a statement has %d bytes: %.80q", len(part), part)
		}
	}
	if len(parts) < 10 {
		t.Errorf("%d statements", len(parts))
	}
}

// TestSeedKeepsTheOwners: a shop of this name that somebody made is left as it is.
func TestSeedKeepsTheOwners(t *testing.T) {
	super := storetest.NewDatabase(t, true)
	db := open(t, super)
	exec1(t, db, aShop, sample.Slug)
	_, err := open(t, storetest.AsOwner(super)).ExecContext(t.Context(), supabase.Seed)
	check(t, err)
	if got := one(t, db, `SELECT (SELECT count(*) FROM prilavok.shops) || ' ' || (SELECT count(*) FROM prilavok.products)`); got != "1 0" {
		t.Errorf("shops and goods: %s", got)
	}
}

// TestSeedByPsql: psql runs it as the guide says, statement by statement, twice.
func TestSeedByPsql(t *testing.T) {
	super := storetest.NewDatabase(t, true)
	psql := storetest.Binary("psql")
	for range 2 {
		cmd := exec.CommandContext(t.Context(), psql, storetest.AsOwner(super), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", seedPath)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("psql: %v\n%s", err, out)
		}
	}
	if got := one(t, open(t, super), `SELECT count(*)::text FROM prilavok.shops`); got != "1" {
		t.Errorf("%s shops", got)
	}
}

// TestSeed: it loads after the migrations as the owner, who is no superuser, twice, and the
// bot finds the goods by words of theirs.
func TestSeed(t *testing.T) {
	super := storetest.NewDatabase(t, true)
	owner := open(t, storetest.AsOwner(super))
	count := func() (n int) {
		check(t, open(t, super).QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM prilavok.variants) + (SELECT count(*) FROM prilavok.shops) * 1000000`).Scan(&n))
		return n
	}
	_, err := owner.ExecContext(t.Context(), supabase.Seed)
	check(t, err)
	first := count()
	if first < 1000050 {
		t.Fatalf("the seed has made %d", first)
	}
	_, err = owner.ExecContext(t.Context(), supabase.Seed)
	check(t, err)
	if second := count(); second != first {
		t.Errorf("a second run makes %d of %d", second, first)
	}
	var role string
	check(t, owner.QueryRowContext(t.Context(), `SELECT current_user`).Scan(&role))
	if role != "prilavok_app" {
		t.Errorf("the seed leaves the role %s behind", role)
	}
	a := shopOn(t, storetest.AsOwner(super), time.Now)
	shops, err := a.Shops.List(t.Context())
	check(t, err)
	for words, want := range map[string]string{"лавандовое мыло": "мыло", "wool scarf": "scarf", "чайник": "чайник"} {
		if got := found(t, a, txn.ForShop(t.Context(), shops[0].ID), words); !strings.Contains(strings.ToLower(got), want) {
			t.Errorf("%q finds %q", words, got)
		}
	}
}

// found searches as the bot does and returns the titles of the answer.
func found(t *testing.T, a *app.App, ctx context.Context, words string) string {
	t.Helper()
	res, err := a.Catalog.Search(ctx, catalog.Query{Text: words})
	check(t, err)
	var all []string
	for _, h := range res.Items {
		all = append(all, h.Product.Title[lang.RU], h.Product.Title[lang.EN])
	}
	return strings.Join(all, "; ")
}
