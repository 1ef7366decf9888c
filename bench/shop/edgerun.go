package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"prilavok/store/storetest"
)

const (
	edgeRounds = 3 // the sides take turns, and the median counts
	edgeDuring = 3 * time.Second
)

// edgeConns are how many connections a messenger calls over: many, or one after another.
var edgeConns = []int{16, 1}

// The sides. A bot that answers writes to eight bots' customers, because a messenger, and
// so our sender, takes 30 messages a second of a bot.
var (
	oursAccepts  = side{name: "Prilavok", ours: true, bots: 1, table: "messages"}
	storesUpdate = side{name: "grammY + postgres.js, one INSERT of the update", env: []string{"ONLY=insert"}, bots: 1, table: "updates"}
	storesAll    = side{name: "grammY + postgres.js, the same work", bots: 1, table: "messages"}
	oursAnswers  = side{name: "Prilavok", ours: true, bots: 8, table: "messages"}
	peerAnswers  = side{name: "grammY + postgres.js", env: []string{"TURNS=1"}, bots: 1, table: "messages"}
)

// atEdge measures the function in Deno, on Postgres behind a pooler in transaction mode:
// accepting by itself, and accepting while what was accepted is answered.
func (t *table) atEdge(ctx context.Context, pg *storetest.Server) (err error) {
	e, err := newEdge(ctx, pg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.stop()) }()
	if err := t.edgeAccepts(ctx, e); err != nil {
		return err
	}
	return t.edgeAnswers(ctx, e)
}

// edgeAccepts has no side work after its 200: ours takes messages as an isolate does that
// ends soon, the peers have nothing to do.
func (t *table) edgeAccepts(ctx context.Context, e *edge) error {
	sides := []side{oursAccepts, storesUpdate, storesAll}
	got, err := e.alternate(ctx, sides)
	if err != nil {
		return err
	}
	for c, conns := range edgeConns {
		for s := range sides {
			t.load(fmt.Sprintf("at the edge, webhooks accepted durably and nothing after it, %s: %s", connections(conns), sides[s].name), got[s][c].figures)
		}
		least := map[int]float64{16: 1.5, 1: 1}[conns]
		for s := 1; s < len(sides); s++ {
			t.edgeTimes(conns, sides[s].name, got[0][c].figures, got[s][c].figures, least)
		}
	}
	return nil
}

// edgeAnswers has every message answered after its 200: a turn and one message sent.
func (t *table) edgeAnswers(ctx context.Context, e *edge) error {
	sides := []side{oursAnswers, peerAnswers}
	got, err := e.alternate(ctx, sides)
	if err != nil {
		return err
	}
	for c, conns := range edgeConns {
		for s := range sides {
			g := got[s][c]
			t.load(fmt.Sprintf("at the edge, webhooks accepted durably while they are answered (%.0f answers/s), %s: %s", g.answers, connections(conns), sides[s].name), g.figures)
		}
		t.edgeTimes(conns, "grammY + postgres.js, both answering", got[0][c].figures, got[1][c].figures, map[int]float64{16: 1.5, 1: 1}[conns])
	}
	return nil
}

func connections(n int) string {
	if n == 1 {
		return "1 connection"
	}
	return fmt.Sprint(n, " connections")
}

// edgeTimes compares what was accepted, and how long the slowest waited.
func (t *table) edgeTimes(conns int, peer string, ours, theirs figures, least float64) {
	t.times(fmt.Sprintf("accepted at the edge, %s, to %s", connections(conns), peer), ours.PerSecond, theirs.PerSecond, least)
	if conns > 1 {
		t.row(fmt.Sprintf("p99 at the edge, %s, ours and of %s", connections(conns), peer), millis(ours.P99)+", "+millis(theirs.P99), "no worse", ours.P99 <= theirs.P99, "")
	}
}

// pressed is what one side did under one load.
type pressed struct {
	figures
	answers float64 // sent in a second, while the load went on
}

// alternate lets the sides take turns under each load and returns the medians, by side
// and by load. What a side has left to do is done before the next one's turn.
func (e *edge) alternate(ctx context.Context, sides []side) ([][]pressed, error) {
	var all []*isolate
	defer func() {
		for _, i := range all {
			i.stop()
		}
	}()
	for _, s := range sides {
		i, err := e.open(ctx, s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		all = append(all, i)
		if s.ours && s.bots == 1 {
			if _, err := i.control("lazy"); err != nil {
				return nil, err
			}
		}
		if _, err := e.press(i, 16, 2*time.Second); err != nil {
			return nil, err
		}
		if err := i.analyze(ctx); err != nil {
			return nil, err
		}
	}
	runs := make([][][]pressed, len(sides))
	for s := range runs {
		runs[s] = make([][]pressed, len(edgeConns))
	}
	for range edgeRounds {
		for c, conns := range edgeConns {
			for s, i := range all {
				f, err := e.press(i, conns, edgeDuring)
				if err != nil {
					return nil, err
				}
				runs[s][c] = append(runs[s][c], f)
			}
		}
	}
	out := make([][]pressed, len(sides))
	for s, i := range all {
		for c := range edgeConns {
			out[s] = append(out[s], median(runs[s][c]))
		}
		if err := i.kept(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", i.name, err)
		}
	}
	return out, nil
}

// press loads a side, and then waits until it has nothing left to do.
func (e *edge) press(i *isolate, conns int, during time.Duration) (p pressed, err error) {
	before, sent, start := e.spent(i), i.api.Sent.Load(), time.Now()
	p.figures = press(i.every(), secret, conns, during, 0, "самовар")
	p.answers = float64(i.api.Sent.Load()-sent) / time.Since(start).Seconds()
	p.CPU = e.spent(i).per(before, p.Count)
	i.accepted += p.Count - int(p.Failed)
	_, err = i.control("idle")
	return p, err
}

// spent counts the pooler to the database.
func (e *edge) spent(i *isolate) cpu {
	c := spent(i.pid, e.pg.PID())
	c.postgres += tree(e.way.PID())
	return c
}

// median takes each figure's own.
func median(runs []pressed) (m pressed) {
	of := func(figure func(pressed) float64) float64 {
		var list []float64
		for _, r := range runs {
			list = append(list, figure(r))
		}
		return middle(list)
	}
	span := func(figure func(pressed) time.Duration) time.Duration {
		return time.Duration(of(func(p pressed) float64 { return float64(figure(p)) }))
	}
	m.PerSecond, m.answers = of(func(p pressed) float64 { return p.PerSecond }), of(func(p pressed) float64 { return p.answers })
	m.P50, m.P95, m.P99 = span(func(p pressed) time.Duration { return p.P50 }), span(func(p pressed) time.Duration { return p.P95 }), span(func(p pressed) time.Duration { return p.P99 })
	m.CPU = cpu{span(func(p pressed) time.Duration { return p.CPU.server }), span(func(p pressed) time.Duration { return p.CPU.postgres }), span(func(p pressed) time.Duration { return p.CPU.load })}
	for _, r := range runs {
		m.Failed += r.Failed
		m.Count += r.Count
	}
	return m
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// kept checks that what was answered 200 is stored, once.
func (i *isolate) kept(ctx context.Context) error {
	db, err := sql.Open("pgx", i.URL)
	if err != nil {
		return err
	}
	defer db.Close()
	query := "SELECT count(*) FROM prilavok." + i.table
	if i.table == "messages" {
		query += " WHERE author = 'contact'"
	}
	var rows int
	if err := db.QueryRowContext(ctx, query).Scan(&rows); err != nil {
		return err
	}
	if rows < i.accepted { // a request that failed may have been stored
		return fmt.Errorf("%d updates were accepted and %d are stored", i.accepted, rows)
	}
	return nil
}
