package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"prilavok/store"
)

// decided is docs/privacy.md: of each table, the columns that erasing a person empties, and
// whether it takes whole rows.
func decided(t *testing.T) (gone, kept map[string][]string, whole map[string]bool) {
	t.Helper()
	page, err := os.ReadFile("../../docs/privacy.md")
	check(t, err)
	gone, kept, whole = map[string][]string{}, map[string][]string{}, map[string]bool{}
	name := regexp.MustCompile("`([a-z_0-9]+)`")
	list := func(cell string) (out []string) {
		for _, m := range name.FindAllStringSubmatch(cell, -1) {
			out = append(out, m[1])
		}
		return out
	}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, " | ")
		if len(cells) != 4 || !strings.HasPrefix(line, "| `") {
			continue
		}
		table := list(cells[0])[0]
		gone[table], kept[table], whole[table] = list(cells[1]), list(cells[2]), cells[1] == "whole rows"
	}
	return gone, kept, whole
}

// raw is a database below its store: a superuser on Postgres, who sees every row.
func raw(e Env) (db *sql.DB, schema string) {
	if e.Admin != nil {
		return e.Admin, "prilavok."
	}
	return e.DB.Write, ""
}

// textColumns are the columns of all tables that can hold words.
func textColumns(t *testing.T, e Env) map[string][]string {
	t.Helper()
	db, _ := raw(e)
	query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
		AND m.name <> 'schema_migrations' AND lower(c.type) IN ('text', 'blob')`
	if e.Admin != nil {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'prilavok' AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY', 'character varying')`
	}
	rows, err := db.QueryContext(t.Context(), query)
	check(t, err)
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var table, column string
		check(t, rows.Scan(&table, &column))
		out[table] = append(out[table], column)
	}
	check(t, rows.Err())
	return out
}

// TestPrivacyIsDecided: docs/privacy.md says of every text column what erasing a person does.
func TestPrivacyIsDecided(t *testing.T) {
	gone, kept, whole := decided(t)
	for _, w := range []Way{Ways[0], Ways[2]} {
		for table, columns := range textColumns(t, w.Open(t)) {
			for _, c := range columns {
				if !whole[table] && !slices.Contains(gone[table], c) && !slices.Contains(kept[table], c) {
					t.Errorf("%s: docs/privacy.md does not say what erasing does with %s.%s", w.Name, table, c)
				}
			}
		}
	}
}

// below is a database below its store.
type below struct {
	t      *testing.T
	db     *sql.DB
	schema string
}

func (b below) run(query string, args ...any) {
	b.t.Helper()
	r, err := b.db.ExecContext(b.t.Context(), strings.ReplaceAll(query, "@", b.schema), args...)
	check(b.t, err)
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		b.t.Errorf("%s: %d rows, %v", query, n, err)
	}
}

func (b below) one(query string, args []any, dest ...any) {
	b.t.Helper()
	check(b.t, b.db.QueryRowContext(b.t.Context(), strings.ReplaceAll(query, "@", b.schema), args...).Scan(dest...))
}

func (b below) plant(table, columns string, values ...any) {
	b.t.Helper()
	marks := make([]string, len(values))
	for i := range values {
		marks[i] = fmt.Sprint("$", i+1)
	}
	b.run(`INSERT INTO @`+table+` (`+columns+`) VALUES (`+strings.Join(marks, ", ")+`)`, values...)
}

// words stand for all that is said of a person.
const words = "ANNA-PETROVA"

// everywhere puts words of an order's contact wherever they may stand.
func (b below) everywhere(shopID, contactID, orderID string) {
	b.t.Helper()
	var account, external, talk string
	b.one(`SELECT account_id, external_id FROM @addresses WHERE contact_id = $1`, []any{contactID}, &account, &external)
	b.one(`SELECT id FROM @conversations WHERE contact_id = $1`, []any{contactID}, &talk)
	now, doc := "2026-01-02 15:04:05.000000", `{"x":"`+words+`"}`
	b.plant("comments", "seq, shop_id, id, account_id, key, kind, live, own, person_id, username, text, lang, intents, state, by_hand, attempts, private_text, public_text, said_at, seen_at, updated_at",
		1, shopID, "cmt_1", account, "k", "comment", false, false, external, words, words, "ru", "[]", "open", false, 0, words, words, now, now, now)
	b.plant("intake", "shop_id, account_id, delivery_key, kind, type, state, raw, created_at", shopID, account, "k1", "x", "x", "dead", `{"from":{"id":"`+external+`"},"text":"`+words+`"}`, now)
	b.plant("events", "shop_id, id, name, contact_id, data, created_at", shopID, "evt_1", "x", contactID, doc, now)
	b.plant("order_events", "shop_id, id, order_id, what, actor, why, data, created_at", shopID, "oev_1", orderID, "x", "staff", words, doc, now)
	b.plant("audit_log", "shop_id, id, at, actor_id, action, path, subject, request_id, status, before, after", shopID, "aud_1", now, "key", "x", "x", contactID, "r", 200, doc, doc)
	b.plant("jobs", "shop_id, id, kind, payload, status, run_at, attempts, created_at", shopID, "job_1", "staff:post", `{"conversation_id":"`+talk+`","text":"`+words+`"}`, "dead", now, 1, now)
	b.plant("delivery_shipments", "shop_id, id, holder, order_id, carrier, number, url, parcel, place, created_at, updated_at", shopID, "shm_1", "h", orderID, "x", words, words, doc, words, now, now)
	b.plant("fulfillments", "shop_id, id, order_id, state, lines, tracking, tracking_url, created_at", shopID, "ful_1", orderID, "shipped", "[]", words, words, now)
	b.plant("payments", "shop_id, id, order_id, provider, method, attempt, status, currency, amount, url, reason, proof, created_at, updated_at", shopID, "pay_1", orderID, "x", "x", 1, "canceled", "RUB", 99800, words, words, doc, now, now)
	b.plant("payment_operations", "shop_id, id, key, payment_id, order_id, kind, amount, state, request, why, actor, created_at, updated_at", shopID, "pop_1", "k", "pay_1", orderID, "x", 1, "done", doc, words, "staff", now, now)
	b.plant("ratings", "shop_id, id, contact_id, conversation_id, channel, ending, seq, score, comment, asked_at, rated_at", shopID, "rat_1", contactID, talk, "webchat", "quiet", 1, 1, words, now, now)
	b.run(`UPDATE @orders SET name = $1, phone = $1, address = $1, comment = $1, name_key = $1, name_back = $1, phone_key = $1 WHERE id = $2`, words, orderID)
	b.run(`UPDATE @contacts SET name = $1, phone = $1, email = $1, note = $1 WHERE id = $2`, words, contactID)
}

// told looks whether a person is shown what erasing would take away: a word of each kind.
func (b below) told(ctx context.Context, st *store.Store, contactID string) {
	b.t.Helper()
	shown := map[string]bool{}
	check(b.t, st.View(ctx, func(ctx context.Context) error {
		list, err := st.TracesOf(ctx, contactID)
		for _, x := range list {
			for _, text := range x.Said {
				shown[x.What] = shown[x.What] || strings.Contains(text, words)
			}
		}
		return err
	}))
	for _, what := range []string{"comment", "event", "timeline", "parcel", "shipment", "payment", "operation", "rating", "change"} {
		if !shown[what] {
			b.t.Errorf("the person is not told of what stands as a %s", what)
		}
	}
}

// TestErasedWhole: a person whose words stand wherever they may is nowhere afterwards, another
// one stays, and so do the sums.
func TestErasedWhole(t *testing.T) {
	for _, w := range []Way{Ways[0], Ways[2]} {
		t.Run(w.Name, func(t *testing.T) {
			e := w.Open(t)
			b := below{t: t}
			b.db, b.schema = raw(e)
			c, o := placed(t, e.Store, "forgets")
			receive(t, c.Ctx, e.Store, arrival(c.Buyer(), 1))
			b.everywhere(c.Shop.ID, o.ContactID, o.ID)
			b.told(c.Ctx, e.Store, o.ContactID)
			check(t, e.Store.InTx(c.Ctx, func(ctx context.Context) error { return e.Store.EraseContact(ctx, o.ContactID, noon) }))
			for table, columns := range textColumns(t, e) {
				for _, column := range columns {
					var n int
					b.one(`SELECT count(*) FROM @`+table+` WHERE CAST(`+column+` AS text) LIKE '%`+words+`%'`, nil, &n)
					if n > 0 {
						t.Errorf("%d rows of %s.%s still tell of the person", n, table, column)
					}
				}
			}
			var total, messages int64
			b.one(`SELECT amount FROM @payments WHERE id = 'pay_1'`, nil, &total)
			b.one(`SELECT count(*) FROM @messages`, nil, &messages)
			if total != 99800 || messages != 1 {
				t.Errorf("the sum is %d, and %d messages of another are left", total, messages)
			}
		})
	}
}
