package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"prilavok/core/contact"
	"prilavok/core/order"
)

// beyond follows all that begins with a text.
const beyond = "\U0010FFFF"

// found is one way to find contacts: a query of their ids in the column id, with its arguments.
type found struct {
	query string
	args  []any
}

// waysTo lists how a search finds contacts. Each goes by an index of its own.
func waysTo(search string) []found {
	search = strings.TrimSpace(search)
	handle := func(s string) found {
		s = strings.ToLower(s)
		return found{`SELECT a.contact_id AS id FROM addresses a WHERE a.shop_id = $1 AND a.username_key >= $%d AND a.username_key < $%d`, []any{s, s + beyond}}
	}
	switch {
	case strings.HasPrefix(search, "#"):
		return []found{{`SELECT c.contact_id AS id FROM conversations c WHERE c.shop_id = $1 AND c.labels <> '' AND c.labels LIKE $%d`, []any{"%|" + search[1:] + "|%"}}}
	case strings.HasPrefix(search, "@"):
		return []found{handle(search[1:])}
	}
	t := order.ReadTerm(search)
	var out []found
	if t.Number != "" {
		out = append(out, found{`SELECT o.contact_id AS id FROM orders o WHERE o.shop_id = $1 AND (o.number = $%d OR o.seq = $%d)`, []any{t.Number, t.Seq}})
	}
	if t.Digits != "" {
		for _, q := range []string{`SELECT o.contact_id AS id FROM orders o`, `SELECT o.id FROM contacts o`} {
			out = append(out, found{q + ` WHERE o.shop_id = $1 AND o.phone_key >= $%d AND o.phone_key < $%d`, []any{t.Digits, t.Digits + ":"}})
		}
	}
	if t.Name != "" {
		for _, c := range []string{"name_key", "name_back"} {
			out = append(out, found{`SELECT k.id FROM contacts k WHERE k.shop_id = $1 AND k.` + c + ` >= $%d AND k.` + c + ` < $%d`, []any{t.Name, t.Name + beyond}})
		}
		out = append(out, handle(search))
	}
	return out
}

// peopleOf writes ways to find contacts as the table f of their ids, with the arguments behind
// those that there are.
func peopleOf(list []found, args *[]any) string {
	var parts []string
	for _, w := range list {
		var at []any
		for _, a := range w.args {
			*args = append(*args, a)
			at = append(at, len(*args))
		}
		parts = append(parts, fmt.Sprintf(w.query, at...))
	}
	return `WITH f AS MATERIALIZED (` + strings.Join(parts, ` UNION ALL `) + `)`
}

// contactSpots finds the ids of a page of contacts.
func (s *Store) contactSpots(ctx context.Context, search, below string, limit int) ([]string, error) {
	if strings.TrimSpace(search) == "" {
		return s.texts(ctx, "contacts", `SELECT id FROM contacts WHERE shop_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, shopID(ctx), below, limit)
	}
	args := []any{shopID(ctx), below, limit}
	list := waysTo(search)
	if len(list) == 0 {
		return nil, nil
	}
	people := peopleOf(list, &args)
	// Found first, then put in order: a planner that goes by the order walks through all.
	return s.texts(ctx, "search contacts", people+` SELECT DISTINCT id FROM f WHERE $2 = '' OR id < $2 ORDER BY id DESC LIMIT $3`, args...)
}

// ListContacts implements contact.ListStore.
func (s *Store) ListContacts(ctx context.Context, search, below string, limit int) ([]contact.Line, error) {
	ids, err := s.contactSpots(ctx, search, below, limit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	among := `IN (` + in(2, len(ids)) + `)`
	place := map[string]int{}
	var out []contact.Line
	if err := s.conn(ctx).all(ctx, "contact lines", `
		SELECT `+contactColumns+`, (SELECT currency FROM shops WHERE shop_id = $1),
			(SELECT count(*) FROM orders o WHERE o.shop_id = $1 AND o.contact_id = contacts.id AND o.status IN ('placed', 'completed')),
			(SELECT coalesce(CAST(sum(o.total_amount) AS bigint), 0) FROM orders o WHERE o.shop_id = $1 AND o.contact_id = contacts.id AND o.status IN ('placed', 'completed')
				AND o.currency = (SELECT currency FROM shops WHERE shop_id = $1)),
			(SELECT max(c.active_at) FROM conversations c WHERE c.shop_id = $1 AND c.contact_id = contacts.id)
		FROM contacts WHERE shop_id = $1 AND id `+among+` ORDER BY id DESC`, args, func(row scanner) error {
		var l contact.Line
		err := row.Scan(append(contactDest(&l.Contact), &l.Spent.Currency, &l.Orders, &l.Spent.Amount, at(&l.LastAt))...)
		place[l.ID] = len(out)
		out = append(out, l)
		return err
	}); err != nil {
		return nil, err
	}
	return out, s.contactPlaces(ctx, among, args, func(id string) *contact.Line { return &out[place[id]] })
}

// contactPlaces adds where contacts are reached, and their conversations' labels.
func (s *Store) contactPlaces(ctx context.Context, among string, args []any, line func(id string) *contact.Line) error {
	if err := s.conn(ctx).all(ctx, "handles of contacts", `
		SELECT contact_id, channel, username, blocked FROM addresses WHERE shop_id = $1 AND contact_id `+among+` ORDER BY created_at, id`, args, func(row scanner) error {
		var id string
		var h contact.Handle
		err := row.Scan(&id, &h.Channel, text(&h.Username), flag(&h.Blocked))
		if err == nil {
			line(id).Handles = append(line(id).Handles, h)
		}
		return err
	}); err != nil {
		return err
	}
	return s.conn(ctx).all(ctx, "labels of contacts", `
		SELECT contact_id, labels FROM conversations WHERE shop_id = $1 AND labels <> '' AND contact_id `+among+` ORDER BY id`, args, func(row scanner) error {
		var id, labels string
		if err := row.Scan(&id, &labels); err != nil {
			return err
		}
		for _, l := range labelsOf(labels) {
			if to := line(id); !slices.Contains(to.Labels, l) {
				to.Labels = append(to.Labels, l)
			}
		}
		return nil
	})
}
