package storetest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/post"
	"prilavok/store"
)

var _ = Case("PostOf SavePost CountPost Posts ProductsNaming HasAccount", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "posts-north")
	south, _, theirs := Shop(t, st, "posts-south")
	now := func() time.Time { return noon }
	goods := catalog.New(st, st, now, id.New(nil, nil))
	s := post.New(st, goods, st, now)
	add := func(slug, sku, about string, images ...catalog.Image) string {
		p, err := goods.Save(north, catalog.Product{Slug: slug, Title: lang.Texts{lang.RU: slug}, Description: lang.Texts{lang.RU: about}, Images: images,
			Variants: []catalog.Variant{{SKU: sku, Price: money.Of(100, "RUB"), Active: true}}})
		check(t, err)
		return p.ID
	}
	mug, cup := add("mug", "MUG-7", "снято тут: https://www.instagram.com/p/Cmug_1abc/"), add("cup", "CUP", "", catalog.Image{URL: "https://www.instagram.com/p/Ccup-xyz/media"})
	of := func(r post.Ref) []string {
		t.Helper()
		if r.AccountID == "" {
			r.AccountID = acc.ID
		}
		list, err := s.ProductsOf(north, r)
		check(t, err)
		var ids []string
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		return ids
	}
	want := func(what string, got []string, ids ...string) {
		t.Helper()
		if !reflect.DeepEqual(got, ids) {
			t.Errorf("%s: %v, want %v", what, got, ids)
		}
	}
	want("nothing known", of(post.Ref{MediaID: "1"}))
	want("an address in the story of a product", of(post.Ref{MediaID: "1", URL: "https://instagram.com/reel/Cmug_1abc/?igsh=1"}), mug)
	want("an address among the pictures", of(post.Ref{URL: "https://www.instagram.com/shop/p/Ccup-xyz/"}), cup)
	want("an underscore is one", of(post.Ref{URL: "https://www.instagram.com/p/Cmug11abc/"}))
	want("a number in the caption", of(post.Ref{MediaID: "1", Caption: "Новинка! арт. MUG-7, 790 ₽"}), mug)

	// The owner's word goes first, by id or by address.
	_, err := s.Link(north, post.Ref{AccountID: acc.ID, URL: "https://www.instagram.com/p/Cmug_1abc/"}, []string{cup, mug})
	check(t, err)
	want("linked by address", of(post.Ref{URL: "https://www.instagram.com/p/Cmug_1abc/?x"}), cup, mug)
	check(t, s.Learn(north, post.Ref{AccountID: acc.ID, MediaID: "77", URL: "https://www.instagram.com/p/Cmug_1abc/", Caption: "Две сразу", Kind: "post"}))
	want("linked by address, asked by id", of(post.Ref{MediaID: "77", URL: "https://www.instagram.com/p/Cmug_1abc/"}), cup, mug)
	ids, err := s.ProductOf(north, acc.ID, "77")
	check(t, err)
	want("linked by address, named by id alone", ids, cup, mug)
	p, err := s.Link(north, post.Ref{AccountID: acc.ID, MediaID: "88"}, []string{mug})
	check(t, err)
	if p.ID != "88" || !reflect.DeepEqual(p.Products, []string{mug}) {
		t.Errorf("linked %+v", p)
	}
	ids, err = s.ProductOf(north, acc.ID, "88")
	check(t, err)
	want("the port", ids, mug)
	ids, err = s.ProductOf(south, acc.ID, "88")
	check(t, err)
	want("another shop's", ids, []string{}...)

	// What is asked about in vain is counted and listed, until it is linked.
	for range 3 {
		check(t, s.Asked(north, post.Ref{AccountID: acc.ID, MediaID: "9", Caption: "Что это", Kind: "reel"}))
	}
	check(t, s.Asked(north, post.Ref{AccountID: acc.ID, MediaID: "10"}))
	check(t, s.Asked(north, post.Ref{AccountID: acc.ID})) // one without a name cannot be linked
	check(t, s.Guessed(north, post.Ref{AccountID: acc.ID, MediaID: "9"}, cup))
	list, err := s.List(north, false, 50, 0)
	check(t, err)
	if len(list) != 2 || list[0].ID != "9" || list[0].Asked != 3 || list[0].Guess != cup || !list[0].AskedAt.Equal(noon) || list[0].Caption != "Что это" || list[1].Asked != 1 {
		t.Errorf("listed %+v", list)
	}
	want("a guess is no link", of(post.Ref{MediaID: "9"}))
	if list, err := s.List(south, false, 50, 0); err != nil || len(list) != 0 {
		t.Errorf("another shop's list: %+v, %v", list, err)
	}
	for what, c := range map[string]struct {
		r    post.Ref
		ids  []string
		want error
	}{"another shop's account": {post.Ref{AccountID: theirs.ID, MediaID: "1"}, nil, post.ErrAccount}, "no name": {post.Ref{AccountID: acc.ID, URL: "https://example.com/p/x"}, nil, post.ErrName},
		"no such product": {post.Ref{AccountID: acc.ID, MediaID: "1"}, []string{mug, "prd_none"}, post.ErrProduct}} {
		_, err := s.Link(north, c.r, c.ids)
		if err == nil {
			t.Errorf("%s: linked", what)
		}
		wantFault(t, err, c.want)
	}
	_, err = s.Link(north, post.Ref{AccountID: acc.ID, MediaID: "88"}, nil)
	check(t, err)
	want("taken away", of(post.Ref{MediaID: "88"}))
	check(t, st.View(north, func(ctx context.Context) error {
		list, err := st.Posts(ctx, true, 10, 0)
		if len(list) != 1 {
			t.Errorf("linked are %+v", list)
		}
		return err
	}))
})
