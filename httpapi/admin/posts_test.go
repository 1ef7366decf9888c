package admin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"prilavok/core/post"
	"prilavok/core/staff"
	"prilavok/store"
	"prilavok/store/storetest"
)

func TestPosts(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		other := openTill(t, st, "south")
		v := x.Variant("кружка", 49900, 5)
		account := x.Account.ID
		goods, err := x.Catalog.Offers(x.Ctx, []string{v})
		x.OK(err)
		mug := goods[v].Product.ID
		for range 2 {
			x.OK(x.app.Posts.Asked(x.Ctx, post.Ref{AccountID: account, MediaID: "17", Caption: "Новинка"}))
		}
		var page struct {
			Items []struct {
				ID, Caption string
				Asked       int64
				Products    []string
			}
			Next string
		}
		x.get("/posts").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != "17" || page.Items[0].Asked != 2 || page.Items[0].Caption != "Новинка" || page.Next != "" {
			t.Errorf("unlinked: %+v", page)
		}
		link := func(body map[string]any) reply {
			text, err := json.Marshal(body)
			x.OK(err)
			return x.do(ask{"PUT", "/posts", x.key, string(text), nil})
		}
		link(map[string]any{"account_id": account, "media_id": "17", "products": []string{mug}}).is(http.StatusOK, "")
		x.get("/posts?linked=true").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 1 || len(page.Items[0].Products) != 1 || page.Items[0].Products[0] != mug {
			t.Errorf("linked: %+v", page)
		}
		link(map[string]any{"account_id": account, "url": "https://example.com/x", "products": []string{}}).is(http.StatusUnprocessableEntity, "post.name")
		link(map[string]any{"account_id": account, "media_id": "17", "products": []string{"prd_none"}}).is(http.StatusUnprocessableEntity, "post.product")
		link(map[string]any{"account_id": "acc_none", "media_id": "17", "products": []string{}}).is(http.StatusNotFound, "post.account")
		other.get("/posts?linked=true").is(http.StatusOK, "").read(&page)
		if len(page.Items) != 0 {
			t.Errorf("another shop reads %+v", page)
		}
		x.key = x.issue("reads", staff.CatalogRead)
		link(map[string]any{"account_id": account, "media_id": "17", "products": []string{}}).is(http.StatusForbidden, "api.scope")
	})
}
