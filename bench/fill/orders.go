// Package fill makes shops of a size that is measured, by SQL below row-level security.
package fill

import (
	"context"
	"fmt"
	"strings"
	"time"

	"prilavok/core/order"
	"prilavok/store"
	"prilavok/store/storetest"
)

// The shop has sold for three years, evenly; the newest hundredth is still under way.
// Each contact has bought five times. Names are 40 first names by 500 surnames, those in
// front more often.
// First is when the first order was placed.
var First = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	Surnames = 500
	Names    = 40 * Surnames
)

// FirstNames are those of customers.
var FirstNames = strings.Fields(`Анна Мария Елена Ольга Татьяна Наталья Ирина Светлана Екатерина Юлия Дарья Алина Полина Вера Галина Людмила Марина Ксения Софья Алиса
	Иван Александр Сергей Дмитрий Андрей Алексей Максим Евгений Михаил Николай Павел Роман Олег Игорь Денис Артём Кирилл Тимур Глеб Лев`)

// Surname is the i-th one.
func Surname(i int) string {
	heads := strings.Fields("Смирн Иван Кузнец Поп Соколк Лебеде Козл Новик Мороз Петр Волк Соловьё Василь Зайце Павл Семён Голубе Виноград Богдан Воробьё")
	ends := strings.Fields("ов ова ин ина енко ский ская ук чук як ёв ёва ко ых их ян дзе швили ич ая ий ец ник ман ур")
	return heads[i%20] + ends[i/20%25]
}

// NameOf is the i-th whole name.
func NameOf(i int) string { return FirstNames[i%40] + " " + Surname(i/40) }

// ContactID is the i-th contact.
func ContactID(i int) string { return fmt.Sprintf("ctc_%07d", i) }

// Phone is a contact's.
func Phone(contact int) string { return fmt.Sprintf("+7921%07d", contact*7919%10_000_000) }

// Last is when the last of n orders was placed.
func Last(n int) time.Time { return First.Add(time.Duration(n) * step * time.Second) }

// step is how many seconds are between two orders.
const step = 94

// Orders fills the tables by their owner, below row-level security: a million rows through
// the service would take hours. Indexes are made afterwards where that is quicker. There are
// as many conversations, of the account, with one contact each; the others bought by hand.
func Orders(ctx context.Context, env storetest.Env, shopID, accountID string, n, talks int) error {
	db := env.Admin
	if env.DB.Dialect == store.SQLite {
		db = env.DB.Write
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := seeder{Script: Script{Ctx: ctx, Conn: conn}, lite: env.DB.Dialect == store.SQLite}
	if !s.lite {
		s.Do(`SET search_path = prilavok`)
		s.Do(`SET synchronous_commit = off`)
		s.Do(`SET maintenance_work_mem = '512MB'`)
	}
	indexes := s.dropIndexes()
	s.names()
	s.Do(s.text(contacts), shopID, n/5)
	s.Do(s.text(orders), shopID, n, accountID, talks)
	s.Do(s.text(lines), shopID, n)
	if talks > 0 {
		s.talks(shopID, accountID, talks)
	}
	for _, def := range indexes {
		s.Do(def)
	}
	s.Do(map[bool]string{true: `PRAGMA optimize`, false: `VACUUM ANALYZE`}[s.lite])
	if !s.lite {
		s.Do(`RESET search_path`)
	}
	return s.Err
}

const contacts = `
	INSERT INTO contacts (shop_id, id, name, phone, created_at, updated_at, name_key, name_back, phone_key)
	SELECT $1, 'ctc_' || {pad(i, 7)}, b.name, {phone}, {at(0)}, {at(0)}, b.key, b.back, {phone_key}
	FROM {series} JOIN bench_names b ON b.n = (i * 31337 % 20000) * (i * 7717 % 1000) / 1000`

// h is a number from 0 to 99 that looks like chance.
const orders = `
	INSERT INTO orders (shop_id, id, number, seq, place_key, contact_id, account_id, conversation_id, source, lang, status, currency, items_amount, total_amount, captured_amount,
		refunded_amount, name, phone, payment_method, payment_status, fulfillment_status, label, lapsed_at, created_at, placed_at, updated_at, name_key, name_back, phone_key)
	SELECT $1, 'ord_' || {pad(i, 10)}, CAST(i AS text), i, 'k' || i, 'ctc_' || {pad(i % ($2 / 5), 7)},
		CASE WHEN i % ($2 / 5) < $4 THEN $3 END, CASE WHEN i % ($2 / 5) < $4 THEN 'cnv_' || {pad(i % ($2 / 5), 7)} END,
		CASE WHEN h % 10 < 5 THEN 'chat' WHEN h % 10 < 8 THEN 'assistant' WHEN h % 10 = 8 THEN 'api' ELSE 'panel' END, 'ru', status, 'RUB', total, total,
		CASE payment WHEN 'captured' THEN total WHEN 'partially_refunded' THEN total + h WHEN 'refunded' THEN total ELSE 0 END,
		CASE payment WHEN 'refunded' THEN total WHEN 'partially_refunded' THEN h / 2 ELSE 0 END, name, {phone},
		CASE WHEN h % 7 < 4 THEN 'yookassa' WHEN h % 7 < 6 THEN 'on_delivery' ELSE 'transfer' END, payment,
		CASE WHEN status <> 'completed' THEN CASE WHEN status = 'placed' AND h % 3 = 0 THEN 'shipped' WHEN status = 'placed' AND h % 3 = 1 THEN 'fulfilled' ELSE 'not_fulfilled' END
			WHEN g < 970 THEN 'delivered' WHEN g < 990 THEN 'returned' ELSE 'partially_returned' END,
		CASE WHEN status = 'placed' AND h % 10 = 0 THEN 'сборка' WHEN status = 'placed' AND h % 10 = 1 THEN 'курьер' ELSE '' END,
		CASE WHEN status = 'placed' AND h % 20 = 3 THEN {at(i)} END, {at(i)}, CASE WHEN status <> 'draft' THEN {at(i)} END, {at(i)}, key, back, {phone_key}
	FROM (SELECT i, h, g, status, 100 * (500 + i % 9000) AS total, CASE
			WHEN status = 'draft' THEN 'not_paid' WHEN status = 'canceled' THEN CASE WHEN h < 30 THEN 'refunded' WHEN h < 50 THEN 'canceled' ELSE 'not_paid' END
			WHEN status = 'placed' THEN CASE WHEN h < 40 THEN 'captured' WHEN h < 50 THEN 'authorized' WHEN h < 60 THEN 'awaiting' ELSE 'not_paid' END
			WHEN g < 960 THEN 'captured' WHEN g < 980 THEN 'partially_refunded' WHEN g < 995 THEN 'refunded' ELSE 'not_paid' END AS payment
		FROM (SELECT i, i * 7919 % 100 AS h, i * 104729 % 1000 AS g, CASE WHEN i > $2 / 100 * 99 THEN CASE WHEN i % 50 = 0 THEN 'draft' ELSE 'placed' END
			WHEN i * 15485863 % 1000 < 80 THEN 'canceled' WHEN i * 15485863 % 1000 < 82 THEN 'placed' WHEN i * 15485863 % 1000 = 82 THEN 'draft' ELSE 'completed' END AS status
			FROM {series}) a) o
	JOIN bench_names b ON b.n = (i * 31337 % 20000) * (i * 7717 % 1000) / 1000`

const lines = `
	INSERT INTO order_lines (shop_id, order_id, line, product_id, variant_id, sku, title, price, quantity, total)
	SELECT $1, 'ord_' || {pad(i, 10)}, 1, 'prd_' || i * 7919 % 300, 'var_' || i * 7919 % 300, 'S', '{"ru":"Кружка"}', 100 * (500 + i % 9000), 1, 100 * (500 + i % 9000) FROM {series}`

// text fills in what the engines write differently. i runs from 0 to $2 - 1.
func (s *seeder) text(q string) string {
	pad := func(v, n string) string { return "lpad((" + v + ")::text, " + n + ", '0')" }
	series, reverse := "(SELECT i::bigint FROM generate_series(0, $2::bigint - 1) AS i) n", "reverse('7921' || {digits})"
	if s.lite {
		pad = func(v, n string) string { return "printf('%0" + n + "d', " + v + ")" }
		series = "(WITH RECURSIVE s (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i + 1 < $2) SELECT i FROM s) n"
		var b strings.Builder
		for k := 7; k >= 1; k-- {
			fmt.Fprintf(&b, "substr({digits}, %d, 1) || ", k)
		}
		reverse = b.String() + "'1297'"
	}
	// A contact has one phone, in their own row and in their orders.
	contact := "(i % ($2 / 5)) * 7919 % 10000000"
	if strings.Contains(q, "INTO contacts") {
		contact = "i * 7919 % 10000000"
	}
	return strings.NewReplacer("{series}", series, "{at(0)}", s.second("0"), "{at(i)}", s.second(fmt.Sprintf("i * %d", step)), "{pad(i, 7)}", pad("i", "7"), "{pad(i, 10)}", pad("i", "10"),
		"{pad(i % ($2 / 5), 7)}", pad("i % ($2 / 5)", "7"), "{phone}", "'+7921' || "+pad(contact, "7"),
		"{phone_key}", strings.ReplaceAll(reverse, "{digits}", pad(contact, "7"))).Replace(s.talkTimes(q))
}

// second is a time so many seconds after the first order.
func (s *seeder) second(v string) string {
	if s.lite {
		return fmt.Sprintf("strftime('%%Y-%%m-%%d %%H:%%M:%%S', %d + %s, 'unixepoch') || '.000000Z'", First.Unix(), v)
	}
	return fmt.Sprintf("(timestamptz '2023-01-01 00:00:00+00' + (%s) * interval '1 second')", v)
}

// seeder knows what the engines write differently.
type seeder struct {
	Script
	lite bool
}

// names puts the names into a table to join with.
func (s *seeder) names() {
	s.Do(`CREATE TEMP TABLE bench_names (n bigint PRIMARY KEY, name text, key text, back text)`)
	for from := 0; from < Names; from += 500 {
		var rows []string
		var args []any
		for i := from; i < from+500; i++ {
			key, back, _ := order.SearchKeys(NameOf(i), "")
			rows = append(rows, fmt.Sprintf("(%d, $%d, $%d, $%d)", i, len(args)+1, len(args)+2, len(args)+3))
			args = append(args, NameOf(i), key, back)
		}
		s.Do(`INSERT INTO bench_names VALUES `+strings.Join(rows, ", "), args...)
	}
}

// dropIndexes drops the indexes of orders that are no primary key, and returns what makes
// them again.
func (s *seeder) dropIndexes() (again []string) {
	q := `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'prilavok' AND tablename = 'orders' AND indexname NOT LIKE '%pkey'`
	if s.lite {
		q = `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'orders' AND sql IS NOT NULL`
	}
	rows, err := s.Conn.QueryContext(s.Ctx, q)
	if err != nil {
		s.Err = err
		return nil
	}
	var drop []string
	for rows.Next() {
		var name, def string
		if err := rows.Scan(&name, &def); err != nil {
			s.Err = err
		}
		drop, again = append(drop, "DROP INDEX "+name), append(again, def)
	}
	if err := rows.Close(); err != nil {
		s.Err = err
	}
	for _, q := range drop {
		s.Do(q)
	}
	return again
}
