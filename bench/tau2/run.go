package tau2

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"prilavok/core/order"
	"prilavok/store"
	"prilavok/store/sqlite"
)

// Result is what became of one task.
type Result struct {
	Task    string
	Writes  int
	Refused []string // actions that its own semantics refuse, each with the reason
	Quirk   bool     // the original's end state differs by a quirk of its own
	Wrong   []string // what is not as prescribed; empty: the task is right
}

// Report is what became of all tasks.
type Report struct {
	Results []Result
	Right   int
}

// Run imports the folder's shop into a database of its own in a temporary folder, carries
// out each task on a copy of it, and compares the end states.
func Run(ctx context.Context, dir string) (Report, error) {
	st, tasks, err := Load(dir)
	if err != nil {
		return Report{}, err
	}
	return run(ctx, st, tasks)
}

func run(ctx context.Context, st State, tasks []Task) (Report, error) {
	tmp, err := os.MkdirTemp("", "tau2-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(tmp)
	base := &bench{ctx: ctx, like: st, tmp: tmp, money: newService(st.Users)}
	if err := base.imported(); err != nil {
		return Report{}, err
	}
	var rep Report
	for _, t := range tasks {
		r, err := base.task(t)
		if err != nil {
			return rep, fmt.Errorf("task %s: %w", t.ID, err)
		}
		if len(r.Wrong) == 0 {
			rep.Right++
		}
		rep.Results = append(rep.Results, r)
	}
	return rep, nil
}

// Print writes what is to be told of a report; its last line is "N of M".
func (r Report) Print(out io.Writer) error {
	var quirk []string
	var b strings.Builder
	for _, x := range r.Results {
		for _, why := range x.Refused {
			fmt.Fprintf(&b, "task %s: refused as prescribed: %s\n", x.Task, why)
		}
		for _, why := range x.Wrong {
			fmt.Fprintf(&b, "task %s: WRONG: %s\n", x.Task, why)
		}
		if x.Quirk {
			quirk = append(quirk, x.Task)
		}
	}
	if len(quirk) > 0 {
		fmt.Fprintf(&b, "tasks whose original end state has the quirks (last variant, refund of a refund): %s\n", strings.Join(quirk, ", "))
	}
	fmt.Fprintf(&b, "%d of %d\n", r.Right, len(r.Results))
	_, err := io.WriteString(out, b.String())
	return err
}

// bench is the imported shop, to be copied for each task.
type bench struct {
	ctx       context.Context
	like      State
	tmp       string
	money     *service
	shop      *counter         // its names and scope; its database is closed
	revisions map[string]int64 // of orders, as imported
}

func (b *bench) path() string { return filepath.Join(b.tmp, "shop.db") }

// imported fills the database and compares the whole shop with the data set once.
func (b *bench) imported() error {
	c, st, err := b.open(b.ctx, b.path(), b.money)
	if err != nil {
		return err
	}
	b.money.old = true
	err = c.found(b.ctx)
	for _, step := range []func() error{
		func() error { return c.goods(b.like.Products) },
		func() error { return c.people(b.like.Users) },
		func() error { return c.history(b.like) },
		func() error { return c.unavailable(b.like.Products) },
	} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		return errors.Join(fmt.Errorf("import: %w", err), st.Close())
	}
	have, err := c.state(b.like)
	if err == nil {
		if diff := differences(b.like, have); len(diff) > 0 {
			err = fmt.Errorf("the imported shop is not the data set's: %s", strings.Join(diff, "; "))
		}
	}
	if err == nil {
		b.revisions, err = c.revisions()
	}
	b.shop, b.money.old = c, false
	return errors.Join(err, st.Close())
}

func (b *bench) open(ctx context.Context, path string, money *service) (*counter, *store.Store, error) {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	st := store.New(db)
	if _, err := sqlite.Migrate(ctx, db); err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	c, err := over(ctx, st, money)
	return c, st, err
}

// task carries one task out on a fresh copy.
func (b *bench) task(t Task) (Result, error) {
	path := filepath.Join(b.tmp, "task.db")
	if err := copyFile(b.path(), path); err != nil {
		return Result{}, err
	}
	defer os.Remove(path)
	money := newService(b.like.Users)
	money.payments = maps.Clone(b.money.payments)
	c, st, err := b.open(b.shop.ctx, path, money)
	if err != nil {
		return Result{}, err
	}
	c.acc, c.names, c.own = b.shop.acc, b.shop.names, b.shop.own
	r, err := b.play(c, t)
	return r, errors.Join(err, st.Close())
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// play carries out the actions on both sides, compares the reasons of refusals, then the
// end states.
func (b *bench) play(c *counter, t Task) (Result, error) {
	r := Result{Task: t.ID}
	want, quirky := b.like.clone(), b.like.clone()
	for _, a := range t.Criteria.Actions {
		if !a.Writes() {
			continue
		}
		r.Writes++
		prescribed := want.apply(a, false)
		_ = quirky.apply(a, true) // refuses what the line above refuses
		got := carrying[a.Name](c, a.Arguments)
		var known refusal
		switch {
		case got != nil && !errors.As(got, &known):
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s: %v", a.Name, got))
		case say(prescribed) != say(got):
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s: prescribed %q, ours %q", a.Name, say(prescribed), say(got)))
		case prescribed != nil:
			r.Refused = append(r.Refused, a.Name+": "+say(prescribed))
		}
	}
	r.Quirk = len(differences(want, quirky)) > 0
	have, err := b.end(c)
	r.Wrong = append(r.Wrong, differences(want, have)...)
	return r, err
}

func say(err error) string {
	if err == nil {
		return "done"
	}
	return err.Error()
}

// end reads the shop after a task. An order whose revision is the imported one is as it
// was imported, and the import was compared whole.
func (b *bench) end(c *counter) (State, error) {
	now, err := c.revisions()
	if err != nil {
		return State{}, err
	}
	have := State{Orders: maps.Clone(b.like.Orders)}
	if have.Users, err = c.users(b.like); err != nil {
		return have, err
	}
	for oid, id := range c.names.orders {
		if now[id] == b.revisions[id] {
			continue
		}
		o, err := c.app.Orders.Get(c.ctx, id)
		if err != nil {
			return have, err
		}
		if have.Orders[oid], err = c.project(oid, b.like.Orders[oid].UserID, o); err != nil {
			return have, err
		}
	}
	if len(now) != len(b.revisions) {
		return have, fmt.Errorf("%d orders were there, now there are %d", len(b.revisions), len(now))
	}
	return have, nil
}

// revisions lists the revision of every order.
func (c *counter) revisions() (map[string]int64, error) {
	out := map[string]int64{}
	cursor := ""
	for {
		page, err := c.app.Orders.List(c.ctx, order.Filter{}, cursor)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Orders {
			out[o.ID] = o.Revision
		}
		if cursor = page.Next; cursor == "" {
			return out, nil
		}
	}
}
