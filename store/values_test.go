package store_test

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

// thing is one value of each type that columns have.
type thing struct {
	At   time.Time
	Flag bool
	Big  int64
	Text string
	Null string
	Doc  map[string]any
	Blob []byte
}

const thingTable = ` (shop_id text NOT NULL, id text NOT NULL, at %s, flag boolean NOT NULL, big bigint NOT NULL, t text NOT NULL, n text, doc %s, blob %s, PRIMARY KEY (shop_id, id))`

func withThings(t *testing.T, e storetest.Env) {
	t.Helper()
	fill := func(at, doc, blob string) string {
		r := strings.NewReplacer("at %s", "at "+at, "doc %s", "doc "+doc, "blob %s", "blob "+blob)
		return r.Replace(thingTable)
	}
	if e.Admin == nil {
		_, err := e.DB.Write.ExecContext(t.Context(), `CREATE TABLE things`+strings.Replace(fill("text", "text", "blob"), "bigint", "integer", 1))
		ok(t, err)
		return
	}
	for _, q := range []string{`CREATE TABLE prilavok.things` + fill("timestamptz", "jsonb", "bytea"), `SELECT prilavok.secure('things')`} {
		_, err := e.Admin.ExecContext(t.Context(), q)
		ok(t, err)
	}
}

func TestValues(t *testing.T) {
	moscow := time.FixedZone("MSK", 3*60*60)
	base := thing{At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Text: "x", Doc: map[string]any{}, Blob: []byte{1}}
	with := func(change func(*thing)) thing { x := base; change(&x); return x }
	cases := map[string]struct{ in, want thing }{
		"microseconds":        same(with(func(x *thing) { x.At = time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC) })),
		"last microsecond":    same(with(func(x *thing) { x.At = time.Date(1999, 12, 31, 23, 59, 59, 999999000, time.UTC) })),
		"nanoseconds are cut": {with(func(x *thing) { x.At = time.Date(2026, 1, 2, 3, 4, 5, 999, time.UTC) }), base},
		"another zone":        {with(func(x *thing) { x.At = time.Date(2026, 1, 2, 6, 4, 5, 0, moscow) }), base},
		"no time":             same(with(func(x *thing) { x.At = time.Time{} })),
		"true":                same(with(func(x *thing) { x.Flag = true })),
		"largest integer":     same(with(func(x *thing) { x.Big = math.MaxInt64 })),
		"smallest integer":    same(with(func(x *thing) { x.Big = math.MinInt64 })),
		"empty text":          same(with(func(x *thing) { x.Text = "" })),
		"nullable text":       same(with(func(x *thing) { x.Null = "не пусто" })),
		"quotes":              same(with(func(x *thing) { x.Text = `it's "quoted" \ $1 ? ; -- /* ` })),
		"letters and emoji": same(with(func(x *thing) {
			x.Text = "Ёлочка «10 ₽» 👩‍👩‍👧 שלום \u202Ertl e\u0301 \t\r\n"
		})),
		"a megabyte": same(with(func(x *thing) { x.Text = strings.Repeat("прилавок", 1<<16) })),
		"bytes":      same(with(func(x *thing) { x.Blob = []byte{0, 0xff, '\'', '\\', 0} })),
		"a document": same(with(func(x *thing) {
			x.Doc = map[string]any{"имя": "Ёж \"🦔\"", "a": []any{1.5, nil, true, map[string]any{"b": "\\u0041 \n"}}, "": "k"}
		})),
	}
	storetest.EachEnv(t, func(t *testing.T, e storetest.Env) {
		withThings(t, e)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				ctx := txn.ForShop(t.Context(), "shp_"+name)
				if got := roundTrip(t, ctx, e.Store, c.in); !reflect.DeepEqual(got, c.want) {
					t.Errorf("got %+v\nwant %+v", got, c.want)
				}
			})
		}
	})
}

func same(x thing) struct{ in, want thing } { return struct{ in, want thing }{x, x} }

func roundTrip(t *testing.T, ctx context.Context, st *store.Store, x thing) thing {
	t.Helper()
	var got thing
	ok(t, st.InTx(ctx, func(ctx context.Context) error {
		_, err := store.Exec(ctx, st, `INSERT INTO things (shop_id, id, at, flag, big, t, n, doc, blob) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			txn.ShopID(ctx), "x", x.At, x.Flag, x.Big, x.Text, store.Null(x.Null), store.JSON(x.Doc), x.Blob)
		return err
	}))
	ok(t, st.View(ctx, func(ctx context.Context) error {
		got = thing{}
		found, err := store.One(ctx, st, `SELECT at, flag, big, t, n, doc, blob FROM things WHERE shop_id = $1 AND id = $2`, []any{txn.ShopID(ctx), "x"},
			store.At(&got.At), store.Flag(&got.Flag), &got.Big, &got.Text, store.Text(&got.Null), store.Doc(&got.Doc), &got.Blob)
		if err == nil && !found {
			t.Error("the row is not found")
		}
		return err
	}))
	return got
}

// TestOneText: what every query may use means the same everywhere.
func TestOneText(t *testing.T) {
	type row struct {
		id   string
		at   time.Time
		flag bool
		doc  map[string]any
	}
	at := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 1000, time.UTC) }
	rows := []row{{"a", at(1), true, map[string]any{"k": "v"}}, {"b", at(2), false, nil}, {"c", time.Time{}, true, map[string]any{"k": "w"}}}
	cases := []struct {
		what, text string
		args       []any
		want       []string
	}{
		{"times compare", `SELECT id FROM things WHERE shop_id = $1 AND at >= $2 ORDER BY at DESC`, []any{at(1)}, []string{"b", "a"}},
		{"no time is NULL", `SELECT id FROM things WHERE shop_id = $1 AND at IS NULL`, nil, []string{"c"}},
		{"booleans", `SELECT id FROM things WHERE shop_id = $1 AND flag ORDER BY id`, nil, []string{"a", "c"}},
		{"boolean argument", `SELECT id FROM things WHERE shop_id = $1 AND flag = $2`, []any{false}, []string{"b"}},
		{"a document's field", `SELECT id FROM things WHERE shop_id = $1 AND doc->>'k' = $2`, []any{"w"}, []string{"c"}},
		{"a list", `SELECT id FROM things WHERE shop_id = $1 AND id IN (` + store.In(2, 2) + `) ORDER BY id`, []any{"a", "b"}, []string{"a", "b"}},
		{"placeholders out of order", `SELECT id FROM things WHERE id <> $3 AND shop_id = $1 AND id <> $2`, []any{"a", "b"}, []string{"c"}},
		{"a placeholder twice", `SELECT id FROM things WHERE shop_id = $1 AND (id = $2 OR doc->>'k' = $2)`, []any{"a"}, []string{"a"}},
		{"text compares by code point", `SELECT id FROM things WHERE shop_id = $1 AND id < $2 ORDER BY id`, []any{"Я"}, []string{"a", "b", "c"}},
		{"window counts", `SELECT id FROM (SELECT id, COUNT(*) OVER () AS n FROM things WHERE shop_id = $1) x WHERE n = 3 ORDER BY id LIMIT 1`, nil, []string{"a"}},
	}
	storetest.EachEnv(t, func(t *testing.T, e storetest.Env) {
		withThings(t, e)
		ctx := txn.ForShop(t.Context(), "shp")
		ok(t, e.Store.InTx(ctx, func(ctx context.Context) error {
			for _, r := range rows {
				_, err := store.Exec(ctx, e.Store, `INSERT INTO things (shop_id, id, at, flag, big, t, doc) VALUES ($1, $2, $3, $4, 0, '', $5)`, "shp", r.id, r.at, r.flag, store.JSON(r.doc))
				if err != nil {
					return err
				}
			}
			return nil
		}))
		for _, c := range cases {
			t.Run(c.what, func(t *testing.T) {
				var got []string
				ok(t, e.Store.View(ctx, func(ctx context.Context) error {
					var err error
					got, err = store.Texts(ctx, e.Store, c.text, append([]any{"shp"}, c.args...)...)
					return err
				}))
				if !reflect.DeepEqual(got, c.want) {
					t.Errorf("got %v, want %v", got, c.want)
				}
			})
		}
	})
}
