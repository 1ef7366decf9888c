package storetest

import (
	"testing"

	"context"
	"prilavok/core/txn"
	"prilavok/store"
)

func TestHarness(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		ctx, sh, acc := Shop(t, st, "north")
		check(t, st.View(ctx, func(ctx context.Context) error {
			got, err := st.ShopByID(ctx, sh.ID)
			if err == nil && got.Slug != "north" {
				t.Errorf("slug = %q", got.Slug)
			}
			return err
		}))
		check(t, st.View(txn.ForSystem(ctx), func(ctx context.Context) error {
			got, err := st.AccountByID(ctx, acc.ID)
			if err == nil && got.ShopID != sh.ID {
				t.Errorf("shop of the account = %q", got.ShopID)
			}
			return err
		}))
	})
}
