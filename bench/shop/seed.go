package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"prilavok/app"
	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/postgres"
	"prilavok/store/storetest"
)

// seeded is a database with one shop.
type seeded struct {
	URL, Shop, Account string
	Bots               []string // accounts: Telegram takes 30 messages a second of a bot, and so does our sender
	number             int      // of the database
	root               string   // of the hooks
	pids               [2]int   // of the server and of what holds the database
}

// bots is how many bots share the turns, so that no bot's rate is the limit.
const bots = 200

// hook is where a customer's bot is called.
func (s seeded) hook(chat int64) string { return s.root + s.Bots[chat%int64(len(s.Bots))] }

// first is the hook of the first bot, every the hooks of all, as targets.
func (s seeded) first() target { return s.target(1) }
func (s seeded) every() target { return s.target(len(s.Bots)) }

func (s seeded) target(n int) target {
	rest := strings.TrimPrefix(s.root, "http://")
	host, path, _ := strings.Cut(rest, "/")
	return target{host, func(chat int64) string { return "/" + path + s.Bots[chat%int64(n)] }}
}

var databases int

func seed(ctx context.Context, pg *storetest.Server) (seeded, error) {
	databases++
	number := databases
	name := fmt.Sprintf("bench_%d", number)
	admin, err := sql.Open("pgx", pg.URL("postgres", "postgres"))
	if err != nil {
		return seeded{}, err
	}
	defer admin.Close()
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		return seeded{}, err
	}
	s := seeded{URL: pg.URL("postgres", name)}
	db, err := postgres.Open(ctx, s.URL, postgres.Options{})
	if err != nil {
		return s, err
	}
	defer store.New(db).Close()
	if _, err := postgres.Migrate(ctx, db); err != nil {
		return s, err
	}
	f, err := fill(ctx, db, bots)
	f.URL, f.number = s.URL, number
	return f, err
}

// fill makes a shop with so many bots in an empty database.
func fill(ctx context.Context, db store.DB, n int) (s seeded, err error) {
	keys, err := seal.New([]seal.Key{{ID: "bench", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		return s, err
	}
	a := app.New(app.Deps{Store: store.New(db), Keys: keys, Now: time.Now, IDs: id.New(nil, nil), Log: slog.New(slog.DiscardHandler)})
	sh, err := a.Shops.Create(ctx, shop.Shop{Slug: "bench", Name: lang.Texts{lang.RU: "Лавка"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		return s, err
	}
	for i := range n {
		acc, err := a.Shops.SaveAccount(txn.ForShop(ctx, sh.ID), shop.Account{Channel: shop.Telegram, Name: fmt.Sprint("@bench", i), ExternalID: fmt.Sprint(42 + i), Status: "active"},
			fmt.Sprint(42+i, ":bench"), secret)
		if err != nil {
			return s, err
		}
		s.Bots = append(s.Bots, acc.ID)
	}
	s.Shop, s.Account = sh.ID, s.Bots[0]
	return s, goods(txn.ForShop(ctx, sh.ID), a)
}

// goods fills the shop with 301 products without pictures; one of them is a samovar,
// so that a question about it is answered with one message, by ours and by the peer.
func goods(ctx context.Context, a *app.App) error {
	kinds := []string{"чай", "кружка", "плед", "свеча", "шарф", "платье"}
	for i := range 300 {
		_, err := a.Catalog.Save(ctx, catalog.Product{Slug: fmt.Sprint("p", i), Position: i,
			Title:    lang.Texts{lang.RU: fmt.Sprintf("%s номер %d", kinds[i%len(kinds)], i)},
			Variants: []catalog.Variant{{SKU: fmt.Sprint("S", i), Price: money.Of(int64(30000+i*100), "RUB"), OnHand: 9, Tracked: true, Active: true}}})
		if err != nil {
			return err
		}
	}
	_, err := a.Catalog.Save(ctx, catalog.Product{Slug: "samovar", Position: 300, Title: lang.Texts{lang.RU: "самовар"},
		Variants: []catalog.Variant{{SKU: "SAM", Price: money.Of(990000, "RUB"), OnHand: 9, Tracked: true, Active: true}}})
	return err
}

// people makes the customers, so that what is measured is the message of one who has
// written before: all at one bot, or spread over all bots.
func (s seeded) people(ctx context.Context, n int, accounts []string) error {
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, table := range []string{
		`contacts (shop_id, id, name, lang, created_at, updated_at) SELECT $1, 'con_' || k, 'Ольга', 'ru', now(), now()`,
		`addresses (shop_id, id, contact_id, account_id, channel, external_id, created_at, updated_at)
			SELECT $1, 'adr_' || k, 'con_' || k, ($2::text[])[1 + k % cardinality($2::text[])], 'telegram', (100000 + k)::text, now(), now()`,
		`conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, created_at, updated_at)
			SELECT $1, 'cnv_' || k, ($2::text[])[1 + k % cardinality($2::text[])], 'telegram', (100000 + k)::text, 'con_' || k, 'adr_' || k, 'pending', 'ours', 'ru', now(), now()`,
	} {
		args := []any{s.Shop, accounts}
		if strings.HasPrefix(table, "contacts") {
			args = args[:1]
		}
		if _, err := db.ExecContext(ctx, fmt.Sprintf(`INSERT INTO prilavok.%s FROM generate_series(0, %d) k`, table, n-1), args...); err != nil {
			return err
		}
	}
	return nil
}

// analyze is what autovacuum does within the first minute of a shop's life; before it
// the planner knows nothing of the tables, for ours and for the peer alike.
func (s seeded) analyze(ctx context.Context) error {
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM ANALYZE")
	return err
}

// complete checks that everything accepted is stored exactly once.
func (s seeded) complete(ctx context.Context) error {
	db, err := sql.Open("pgx", s.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	var rows, keys int64
	err = db.QueryRowContext(ctx, `SELECT count(*), count(DISTINCT delivery_key) FROM prilavok.messages`).Scan(&rows, &keys)
	if err == nil && rows != keys {
		err = fmt.Errorf("%d rows of %d updates", rows, keys)
	}
	return err
}
