package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"prilavok/core/order"
	"prilavok/core/order/number"
)

// The list of orders stays quick at a million of them, whatever is filtered by. What picks
// few (a number, a contact, a phone, a name) leads with an index of its own. What picks
// from lists (statuses, sources, …) goes by orders.facet: first the newest rows are looked
// through, where broad filters find their page; else each facet that occurs and fits gives
// its newest, and these are merged. Both are bounded by the page and the number of facets,
// not by the number of orders.

const (
	listProbe  = 500  // rows that are looked through first for a facet
	nameProbe  = 4000 // and for a name: as many as an index would have to sort else
	facetChunk = 200  // facets that one statement asks for
)

// spot is a row of the list before its order is read.
type spot struct {
	at time.Time
	id string
}

// ListOrders implements order.Reader.
func (s *Store) ListOrders(ctx context.Context, f order.Filter, below order.Spot, limit int) ([]order.Order, error) {
	spots, err := s.orderSpots(ctx, f, below, limit)
	if err != nil || len(spots) == 0 {
		return nil, err
	}
	args := []any{shopID(ctx)}
	for _, x := range spots {
		args = append(args, x.id)
	}
	return s.orders(ctx, "list orders", `o.id IN (`+in(2, len(spots))+`) ORDER BY o.listed_at DESC, o.id DESC`, args...)
}

// CountOrders counts the shop's orders that pass a filter, up to most: a list's heading
// needs no more, and the count is bounded as a page is.
func (s *Store) CountOrders(ctx context.Context, f order.Filter, most int) (int, error) {
	spots, err := s.orderSpots(ctx, f, order.Spot{}, most)
	return len(spots), err
}

func (s *Store) orderSpots(ctx context.Context, f order.Filter, below order.Spot, limit int) ([]spot, error) {
	w := where{args: []any{shopID(ctx)}}
	w.bounds(f, below)
	few := f.Number != "" || f.ContactID != "" || f.Short || f.Returning
	switch {
	case few:
		w.few(f)
	case f.Search != "":
		return s.searchSpots(ctx, f, w, limit)
	case picks(f):
		return s.facetSpots(ctx, f, w, limit)
	}
	return s.spots(ctx, f, w, few, limit)
}

// few are the conditions that leave so few rows that all others are checked on these.
func (w *where) few(f order.Filter) {
	if f.Number != "" {
		written, seq := number.Read(f.Number)
		w.add(`(o.number = $%d`, written)
		w.or(` OR o.seq = $%d)`, seq)
	}
	if f.ContactID != "" {
		w.add(`o.contact_id = $%d`, f.ContactID)
	}
	if f.Short {
		w.text += ` AND o.id IN (SELECT f.order_id FROM order_shortfalls f WHERE f.shop_id = $1 AND f.state IN ('open', 'waiting'))`
	}
	if f.Returning {
		w.text += ` AND o.id IN (SELECT r.order_id FROM order_returns r WHERE r.shop_id = $1 AND r.state IN ('requested', 'approved'))`
	}
	if f.Search == "" {
		return
	}
	sep := " AND ("
	for _, way := range ways(order.ReadTerm(f.Search)) {
		for i, part := range way.parts {
			w.or(sep+part, way.args[i])
			sep = ""
		}
		sep = " OR "
	}
	if sep == " OR " {
		w.text += ")"
	} else {
		w.text += " AND 1 = 0"
	}
}

// way is one condition by which a term finds orders, in parts with one argument each.
type way struct {
	parts []string
	args  []any
}

// ways lists how a term finds orders.
func ways(t order.Term) (out []way) {
	if t.Number != "" {
		out = append(out, way{[]string{`(o.number = $%d`, ` OR o.seq = $%d)`}, []any{t.Number, t.Seq}})
	}
	if t.Digits != "" {
		out = append(out, way{[]string{`(o.phone_key >= $%d`, ` AND o.phone_key < $%d)`}, []any{t.Digits, t.Digits + ":"}})
	}
	if t.Name != "" {
		for _, c := range []string{"name_key", "name_back"} {
			out = append(out, way{[]string{`(o.` + c + ` >= $%d`, ` AND o.` + c + ` < $%d)`}, []any{t.Name, t.Name + "\U0010FFFF"}})
		}
	}
	return out
}

// bounds are the conditions that every index of the list can apply by itself.
func (w *where) bounds(f order.Filter, below order.Spot) {
	if !f.From.IsZero() {
		w.add(`o.listed_at >= $%d`, f.From)
	}
	switch { // one upper bound, the lower: an index goes by one
	case !f.To.IsZero() && (below.ID == "" || f.To.Before(below.At)):
		w.add(`o.listed_at < $%d`, f.To)
	case below.ID != "":
		w.add(`(o.listed_at, o.id) < ($%d`, below.At)
		w.or(`, $%d)`, below.ID)
	}
}

// spots reads the newest rows that meet a condition and, by their facets, a filter; few
// says that an index leaves only some.
func (s *Store) spots(ctx context.Context, f order.Filter, w where, few bool, limit int) ([]spot, error) {
	if picks(f) {
		facets, err := s.facets(ctx, f)
		if err != nil || len(facets) == 0 {
			return nil, err
		}
		anyOf(&w, `o.facet`, facets)
	}
	w.args = append(w.args, limit)
	query := `SELECT o.listed_at, o.id FROM orders o WHERE o.shop_id = $1` + w.text
	if few { // found first, then put in order: a planner that goes by the order walks through all
		query = `WITH o AS MATERIALIZED (` + query + `) SELECT listed_at, id FROM o`
	}
	var out []spot
	err := s.conn(ctx).all(ctx, "spots of orders", fmt.Sprintf(`%s ORDER BY listed_at DESC, id DESC LIMIT $%d`, query, len(w.args)), w.args,
		func(row scanner) error {
			var x spot
			err := row.Scan(at(&x.at), &x.id)
			out = append(out, x)
			return err
		})
	return out, err
}

// picks reports whether a filter picks from what the facet holds.
func picks(f order.Filter) bool {
	return len(f.Statuses)+len(f.Payment)+len(f.Fulfillment)+len(f.Sources)+len(f.Methods)+len(f.Labels) > 0 || f.Owing || f.Owed || f.Lapsed || f.Stage != ""
}

// fitsFacet reports whether orders with a facet pass a filter. The order of the parts is
// that of the migration.
func fitsFacet(f order.Filter, facet string) bool {
	p := strings.SplitN(facet, "|", 9)
	return len(p) == 9 && among(f.Statuses, p[0]) && among(f.Payment, p[1]) && among(f.Fulfillment, p[2]) && among(f.Sources, p[3]) &&
		among(f.Methods, p[4]) && (!f.Owing || p[5] == "1") && (!f.Owed || p[6] == "1") && (!f.Lapsed || p[7] == "1") && among(f.Labels, p[8]) &&
		(f.Stage == "" || atStage(f, order.Order{Status: order.Status(p[0]), Payment: order.PaymentStatus(p[1]), Fulfillment: order.FulfillmentStatus(p[2]), Label: p[8]}))
}

func atStage(f order.Filter, o order.Order) bool {
	g, ok := order.StageOf(o, f.Stages)
	return ok && g.Key == f.Stage
}

func among[T ~string](list []T, v string) bool { return len(list) == 0 || slices.Contains(list, T(v)) }

// facets lists the facets that occur in the shop and pass a filter: one step in the index
// for each that occurs.
func (s *Store) facets(ctx context.Context, f order.Filter) ([]string, error) {
	var out []string
	err := s.conn(ctx).all(ctx, "facets of orders", `
		WITH RECURSIVE f (facet) AS (
			SELECT (SELECT o.facet FROM orders o WHERE o.shop_id = $1 ORDER BY o.facet LIMIT 1)
			UNION ALL
			SELECT (SELECT o.facet FROM orders o WHERE o.shop_id = $1 AND o.facet > f.facet ORDER BY o.facet LIMIT 1) FROM f WHERE f.facet IS NOT NULL)
		SELECT facet FROM f WHERE facet IS NOT NULL`, []any{shopID(ctx)}, func(row scanner) error {
		var facet string
		err := row.Scan(&facet)
		if fitsFacet(f, facet) {
			out = append(out, facet)
		}
		return err
	})
	return out, err
}

// facetSpots looks through the newest rows, then goes by facets.
func (s *Store) facetSpots(ctx context.Context, f order.Filter, w where, limit int) ([]spot, error) {
	found, more, err := s.probe(ctx, w, listProbe, "o.facet", func(x string) bool { return fitsFacet(f, x) })
	if err != nil || !more || len(found) >= limit {
		return found[:min(len(found), limit)], err
	}
	facets, err := s.facets(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []spot
	for chunk := range slices.Chunk(facets, facetChunk) {
		if err := s.newestOf(ctx, chunk, w, limit, &out); err != nil {
			return nil, err
		}
	}
	return newest(out, limit), nil
}

// probe looks through the newest rows within bounds for those whose column fits; more says
// that there are older ones.
func (s *Store) probe(ctx context.Context, w where, rows int, column string, fits func(string) bool) (found []spot, more bool, err error) {
	args := append(slices.Clone(w.args), rows)
	n := 0
	err = s.conn(ctx).all(ctx, "newest orders", fmt.Sprintf(`
		SELECT o.listed_at, o.id, %s FROM orders o WHERE o.shop_id = $1%s ORDER BY o.listed_at DESC, o.id DESC LIMIT $%d`, column, w.text, len(args)), args,
		func(row scanner) error {
			var x spot
			var v string
			err := row.Scan(at(&x.at), &x.id, &v)
			if n++; fits(v) {
				found = append(found, x)
			}
			return err
		})
	return found, n == rows, err
}

// newestOf adds the newest rows of each facet. Postgres asks for all in one plan; SQLite
// has no LATERAL, and a statement there costs no round trip.
func (s *Store) newestOf(ctx context.Context, facets []string, w where, limit int, out *[]spot) error {
	scan := func(row scanner) error {
		var x spot
		err := row.Scan(at(&x.at), &x.id)
		*out = append(*out, x)
		return err
	}
	n := len(w.args)
	args := append(slices.Clone(w.args), limit)
	one := fmt.Sprintf(`SELECT o.listed_at, o.id FROM orders o WHERE o.shop_id = $1 AND o.facet = %%s%s ORDER BY o.listed_at DESC, o.id DESC LIMIT $%d`,
		strings.ReplaceAll(w.text, "%", "%%"), n+1)
	if s.db.Dialect == SQLite {
		for _, f := range facets {
			if err := s.conn(ctx).all(ctx, "newest of a facet", fmt.Sprintf(one, fmt.Sprintf("$%d", n+2)), append(args[:n+1:n+1], f), scan); err != nil {
				return err
			}
		}
		return nil
	}
	var values []string
	for i, f := range facets {
		values = append(values, fmt.Sprintf("($%d)", n+2+i))
		args = append(args, f)
	}
	return s.conn(ctx).all(ctx, "newest of facets", `
		SELECT x.listed_at, x.id FROM (VALUES `+strings.Join(values, ", ")+`) AS f (facet) CROSS JOIN LATERAL (`+fmt.Sprintf(one, "f.facet")+`) x
		ORDER BY x.listed_at DESC, x.id DESC LIMIT $`+fmt.Sprint(n+1), args, scan)
}

// searchSpots finds by what somebody typed. Names that many bear are met among the newest
// rows; other ways each go by an index.
func (s *Store) searchSpots(ctx context.Context, f order.Filter, w where, limit int) ([]spot, error) {
	t := order.ReadTerm(f.Search)
	many, err := s.manyBear(ctx, t.Name)
	if err != nil {
		return nil, err
	}
	if many && t.Number == "" {
		met, more, err := s.probe(ctx, w, nameProbe, `o.name_key || '|' || o.name_back || '|' || o.facet`, func(v string) bool {
			p := strings.SplitN(v, "|", 3)
			return (strings.HasPrefix(p[0], t.Name) || strings.HasPrefix(p[1], t.Name)) && fitsFacet(f, p[2])
		})
		if err != nil || !more || len(met) >= limit {
			return newest(met, limit), err
		}
	}
	var out []spot
	for _, way := range ways(t) {
		x := where{w.text, slices.Clone(w.args)}
		x.text += " AND "
		for i, part := range way.parts {
			x.or(part, way.args[i])
		}
		found, err := s.spots(ctx, f, x, true, limit)
		if out = append(out, found...); err != nil {
			return nil, err
		}
	}
	return newest(out, limit), nil
}

// manyBear reports whether more orders than an index puts in order quickly have a name
// that begins so.
func (s *Store) manyBear(ctx context.Context, name string) (bool, error) {
	n := 0
	for _, way := range ways(order.Term{Name: name}) {
		w := where{` AND `, []any{shopID(ctx)}}
		for i, part := range way.parts {
			w.or(part, way.args[i])
		}
		var k int
		w.args = append(w.args, nameProbe)
		if _, err := s.conn(ctx).one(ctx, "orders of a name", fmt.Sprintf(`
			SELECT count(*) FROM (SELECT 1 FROM orders o WHERE o.shop_id = $1%s LIMIT $%d) x`, w.text, len(w.args)), w.args, &k); err != nil {
			return false, err
		}
		n = max(n, k)
	}
	return n == nameProbe, nil
}

// newest brings spots in order, each once, and cuts them to a page.
func newest(list []spot, limit int) []spot {
	slices.SortFunc(list, func(a, b spot) int { return cmp.Or(b.at.Compare(a.at), strings.Compare(b.id, a.id)) })
	list = slices.Compact(list)
	return list[:min(len(list), limit)]
}

// where grows a condition together with its arguments.
type where struct {
	text string
	args []any
}

func (w *where) add(condition string, v any) { w.or(" AND "+condition, v) }

func (w *where) or(condition string, v any) {
	w.args = append(w.args, v)
	w.text += fmt.Sprintf(condition, len(w.args))
}

func anyOf[T ~string](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	w.text += fmt.Sprintf(` AND %s IN (%s)`, column, in(len(w.args)+1, len(values)))
	for _, v := range values {
		w.args = append(w.args, string(v))
	}
}
