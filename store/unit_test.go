package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

// counter is a row of table counters: the smallest thing to change and look at.
func set(ctx context.Context, st *store.Store, name string, v int) error {
	_, err := store.Exec(ctx, st, `INSERT INTO counters (shop_id, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (shop_id, name) DO UPDATE SET value = excluded.value`, txn.ShopID(ctx), name, v)
	return err
}

func names(t *testing.T, ctx context.Context, st *store.Store) []string {
	t.Helper()
	var out []string
	ok(t, st.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = store.Texts(ctx, st, `SELECT name FROM counters WHERE shop_id = $1 ORDER BY name`, txn.ShopID(ctx))
		return err
	}))
	return out
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// units are the rules of a unit of work: each leaves these counters and this fault.
var units = []struct {
	name string
	run  func(ctx context.Context, st *store.Store) error
	code string // "" is nil
	kept []string
}{
	{"kept as a whole", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error { return errors.Join(set(ctx, st, "a", 1), set(ctx, st, "b", 2)) })
	}, "", []string{"a", "b"}},
	{"an error keeps nothing", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error { return errors.Join(set(ctx, st, "a", 1), errStop) })
	}, "test.stop", nil},
	{"an inner unit joins", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			if err := set(ctx, st, "a", 1); err != nil {
				return err
			}
			return st.InTx(ctx, func(ctx context.Context) error {
				if err := st.View(ctx, func(ctx context.Context) error {
					seen, err := store.Texts(ctx, st, `SELECT name FROM counters WHERE shop_id = $1`, txn.ShopID(ctx))
					if err == nil && !slices.Equal(seen, []string{"a"}) {
						return fault.New(fault.Internal, "test.unseen", "the inner unit sees %v", seen)
					}
					return err
				}); err != nil {
					return err
				}
				return set(ctx, st, "b", 1)
			})
		})
	}, "", []string{"a", "b"}},
	{"an inner error dooms the outer one, also when it is dropped", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			_ = st.InTx(ctx, func(ctx context.Context) error { return errStop })
			return set(ctx, st, "a", 1)
		})
	}, "test.stop", nil},
	{"a failed statement dooms the unit, also when its error is dropped", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			if err := set(ctx, st, "a", 1); err != nil {
				return err
			}
			_, _ = store.Exec(ctx, st, `INSERT INTO counters (shop_id, name, value) VALUES ($1, 'a', 2)`, txn.ShopID(ctx))
			return nil
		})
	}, "store.duplicate", nil},
	{"a reference to nothing", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			_, err := store.Exec(ctx, st, `INSERT INTO contact_codes (shop_id, hash, contact_id, until) VALUES ($1, 'h', 'ctc_none', '2026-01-01 00:00:00.000000Z')`, txn.ShopID(ctx))
			return err
		})
	}, "store.reference", nil},
	{"View writes nothing", func(ctx context.Context, st *store.Store) error {
		if err := st.View(ctx, func(ctx context.Context) error { return set(ctx, st, "a", 1) }); err == nil {
			return errors.New("a statement that writes passed in View")
		}
		return nil
	}, "", nil},
	{"InTx inside View", func(ctx context.Context, st *store.Store) error {
		return st.View(ctx, func(ctx context.Context) error {
			return st.InTx(ctx, func(ctx context.Context) error { return nil })
		})
	}, "txn.read_only", nil},
	{"no scope", func(_ context.Context, st *store.Store) error {
		return st.InTx(context.Background(), func(ctx context.Context) error { return nil })
	}, "txn.no_scope", nil},
	{"another shop inside", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			_ = st.InTx(txn.ForShop(ctx, "shp_other"), func(ctx context.Context) error { return nil })
			return set(ctx, st, "a", 1)
		})
	}, "txn.scope_changed", nil},
	{"the system's scope inside a shop's", func(ctx context.Context, st *store.Store) error {
		return st.InTx(ctx, func(ctx context.Context) error {
			return st.View(txn.ForSystem(ctx), func(ctx context.Context) error { return nil })
		})
	}, "txn.scope_changed", nil},
	{"a query outside a unit", func(ctx context.Context, st *store.Store) error {
		return set(ctx, st, "a", 1)
	}, "txn.outside", nil},
	{"a canceled context keeps nothing", func(ctx context.Context, st *store.Store) error {
		ctx, cancel := context.WithCancel(ctx)
		return st.InTx(ctx, func(ctx context.Context) error {
			err := set(ctx, st, "a", 1)
			cancel()
			return err
		})
	}, "store.canceled", nil},
	{"a fence that fails keeps nothing", func(ctx context.Context, st *store.Store) error {
		ctx = txn.WithFence(ctx, func(ctx context.Context) error { return errors.Join(set(ctx, st, "fence", 1), errStop) })
		return st.InTx(ctx, func(ctx context.Context) error { return set(ctx, st, "a", 1) })
	}, "test.stop", nil},
	{"a unit that has proved its lease needs no fence", func(ctx context.Context, st *store.Store) error {
		ctx = txn.WithFence(ctx, func(context.Context) error { return errStop })
		return st.InTx(ctx, func(ctx context.Context) error {
			txn.UnitOf(ctx).Fenced = true
			return set(ctx, st, "a", 1)
		})
	}, "", []string{"a"}},
	{"a fence runs once, at the end, in writing units", func(ctx context.Context, st *store.Store) error {
		n := 0
		ctx = txn.WithFence(ctx, func(ctx context.Context) error { n++; return set(ctx, st, "fence", n) })
		if err := st.View(ctx, func(ctx context.Context) error { return nil }); err != nil || n != 0 {
			return errors.Join(err, errors.New("the fence ran in View"))
		}
		err := st.InTx(ctx, func(ctx context.Context) error {
			if n != 0 {
				return errors.New("the fence did not run last")
			}
			return st.InTx(ctx, func(ctx context.Context) error { return set(ctx, st, "a", 1) })
		})
		if n != 1 {
			return errors.New("the fence ran again in the inner unit")
		}
		return err
	}, "", []string{"a", "fence"}},
}

var errStop = fault.New(fault.Conflict, "test.stop", "stop")

func TestUnits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		for _, c := range units {
			t.Run(c.name, func(t *testing.T) {
				ctx, _, _ := storetest.Shop(t, st, slug(t.Name()))
				err := c.run(ctx, st)
				if code := fault.CodeOf(err); err == nil && c.code != "" || err != nil && code != c.code {
					t.Errorf("err = %v, want %q", err, c.code)
				}
				if got := names(t, ctx, st); !slices.Equal(got, c.kept) {
					t.Errorf("kept %v, want %v", got, c.kept)
				}
			})
		}
	})
}

// slug turns a test's name into one that a shop may have.
func slug(name string) string {
	b := []byte(name)
	for i, c := range b {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			b[i] = '-'
		}
	}
	return string(b)
}

func TestAfterCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, _, _ := storetest.Shop(t, st, "hooks")
		var got []string
		note := func(s string) func() { return func() { got = append(got, s) } }
		ok(t, st.InTx(ctx, func(ctx context.Context) error {
			txn.AfterCommit(ctx, note("one"))
			if err := st.InTx(ctx, func(ctx context.Context) error { txn.AfterCommit(ctx, note("two")); return nil }); err != nil {
				return err
			}
			txn.AfterCommit(ctx, note("three"))
			if len(got) > 0 {
				t.Error("a hook ran before the commit")
			}
			return set(ctx, st, "a", 1)
		}))
		_ = st.InTx(ctx, func(ctx context.Context) error { txn.AfterCommit(ctx, note("lost")); return errStop })
		txn.AfterCommit(ctx, note("at once"))
		if want := []string{"one", "two", "three", "at once"}; !slices.Equal(got, want) {
			t.Errorf("hooks = %v, want %v", got, want)
		}
	})
}

// TestRetry: a unit that met another one runs again, from the start, at most four times.
func TestRetry(t *testing.T) {
	again := fault.New(fault.Unavailable, "store.serialization", "met another unit")
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		for _, fails := range []int{1, 3, 4} {
			ctx, _, _ := storetest.Shop(t, st, "retry"+string(rune('0'+fails)))
			runs, hooks := 0, 0
			err := st.InTx(ctx, func(ctx context.Context) error {
				runs++
				txn.AfterCommit(ctx, func() { hooks++ })
				if err := set(ctx, st, "a", runs); err != nil || runs > fails {
					return err
				}
				return again
			})
			if kept := names(t, ctx, st); fails < 4 && (err != nil || runs != fails+1 || hooks != 1 || len(kept) != 1) {
				t.Errorf("%d failures: err %v, %d runs, %d hooks, kept %v", fails, err, runs, hooks, kept)
			} else if fails == 4 && (!errors.Is(err, again) || runs != 4 || hooks != 0 || len(kept) != 0) {
				t.Errorf("too many failures: err %v, %d runs, %d hooks, kept %v", err, runs, hooks, kept)
			}
		}
	})
}
