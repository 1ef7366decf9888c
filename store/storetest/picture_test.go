package storetest

import (
	"context"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/picture"
	"prilavok/store"
)

var _ = Case("AddPicture PictureByName CheckPicture HoldPictures LoosenPictures LoosePictures BanPicture DropPicture", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "pictures-north")
	south, _, _ := Shop(t, st, "pictures-south")
	in := func(shop context.Context, fn func(ctx context.Context) error) {
		t.Helper()
		check(t, st.InTx(shop, fn))
	}
	one := picture.Kept{Name: "p/n/one.png", Sent: "new/n/1.png", MIME: "image/png", Bytes: 12, LooseAt: noon, CreatedAt: noon}
	two := picture.Kept{Name: "p/n/two.jpg", Sent: "new/n/2.jpg", MIME: "image/jpeg", Bytes: 1 << 33, LooseAt: noon.Add(time.Minute), CreatedAt: noon}
	in(north, func(ctx context.Context) error {
		check(t, st.AddPicture(ctx, one))
		return st.AddPicture(ctx, two)
	})
	get := func(shop context.Context, name string) (k picture.Kept, found bool) {
		t.Helper()
		check(t, st.View(shop, func(ctx context.Context) (err error) {
			k, found, err = st.PictureByName(ctx, name)
			return err
		}))
		return k, found
	}
	if got, found := get(north, two.Name); !found || got != two {
		t.Errorf("kept %+v, want %+v", got, two)
	}
	if _, found := get(south, two.Name); found {
		t.Error("another shop finds it")
	}
	hold := func(want int, names ...string) {
		t.Helper()
		in(north, func(ctx context.Context) error {
			n, err := st.HoldPictures(ctx, names)
			if n != want {
				t.Errorf("held %d, want %d", n, want)
			}
			return err
		})
	}
	hold(0, one.Name, two.Name) // nobody has looked at them
	in(north, func(ctx context.Context) error { return st.CheckPicture(ctx, one.Name) })
	hold(1, one.Name, two.Name)
	if got, _ := get(north, one.Name); !got.Checked || !got.LooseAt.IsZero() {
		t.Errorf("held is %+v", got)
	}
	loose := func(before time.Time, want ...string) {
		t.Helper()
		in(north, func(ctx context.Context) error {
			list, err := st.LoosePictures(ctx, before, 10)
			if len(list) != len(want) {
				t.Errorf("loose before %s: %+v, want %v", before, list, want)
				return err
			}
			for i, k := range list {
				if k.Name != want[i] {
					t.Errorf("loose %d: %s, want %s", i, k.Name, want[i])
				}
			}
			return err
		})
	}
	loose(noon)
	loose(noon.Add(time.Hour), two.Name)
	in(north, func(ctx context.Context) error {
		return st.LoosenPictures(ctx, []string{one.Name, "p/n/none.png"}, noon)
	})
	loose(noon.Add(time.Hour), one.Name, two.Name)
	in(south, func(ctx context.Context) error {
		none, err := st.BanPicture(ctx, one.Name, noon.Add(time.Hour))
		if none {
			t.Error("another shop bans it")
		}
		return err
	})
	ban := func(before time.Time, want bool) {
		t.Helper()
		in(north, func(ctx context.Context) error {
			done, err := st.BanPicture(ctx, one.Name, before)
			if done != want {
				t.Errorf("banned before %s: %v", before, done)
			}
			return err
		})
	}
	ban(noon, false)
	ban(noon.Add(time.Hour), true)
	hold(0, one.Name)
	in(north, func(ctx context.Context) error { return st.DropPicture(ctx, one.Name) })
	if _, found := get(north, one.Name); found {
		t.Error("dropped, and there")
	}
})

// What a product shows all the same is held, however loose it was called.
var _ = Case("LoosePictures", func(t *testing.T, st *store.Store) {
	c := NewCounter(t, st, "pictures-shown")
	shown := picture.Kept{Name: "p/n/shown.png", Sent: "new/n/3.png", MIME: "image/png", Bytes: 12, Checked: true, LooseAt: noon, CreatedAt: noon}
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error { return st.AddPicture(ctx, shown) }))
	p := c.Product("shown", 100, 1)
	p.Images = []catalog.Image{{URL: "https://files.example/" + shown.Name}}
	_, err := c.Catalog.Save(c.Ctx, p)
	check(t, err)
	check(t, st.InTx(c.Ctx, func(ctx context.Context) error {
		list, err := st.LoosePictures(ctx, noon.Add(time.Hour), 10)
		if len(list) != 0 {
			t.Errorf("loose: %+v", list)
		}
		return err
	}))
})
