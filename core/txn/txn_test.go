package txn_test

import (
	"context"
	"errors"
	"testing"

	"prilavok/core/txn"
)

func TestScope(t *testing.T) {
	ctx := t.Context()
	if _, ok := txn.ScopeOf(ctx); ok || txn.ShopID(ctx) != "" || txn.Open(ctx) || txn.FenceOf(ctx) != nil {
		t.Error("an empty context has a scope, a unit or a fence")
	}
	shop := txn.ForShop(ctx, "shp_1")
	if s, ok := txn.ScopeOf(shop); !ok || s.Role != txn.RoleBot || txn.ShopID(shop) != "shp_1" {
		t.Errorf("scope %+v", s)
	}
	if s, ok := txn.ScopeOf(txn.ForSystem(shop)); !ok || s.Role != txn.RoleSystem || s.ShopID != "" {
		t.Errorf("the system's scope keeps the shop: %+v", s)
	}
}

func TestUnit(t *testing.T) {
	var u txn.Unit
	var order []string
	ctx := txn.WithUnit(t.Context(), &u)
	if !txn.Open(ctx) || txn.UnitOf(ctx) != &u {
		t.Error("the unit is not open")
	}
	txn.AfterCommit(ctx, func() { order = append(order, "first") })
	txn.AfterCommit(ctx, func() { order = append(order, "second") })
	txn.AfterCommit(t.Context(), func() { order = append(order, "at once") })
	if len(order) != 1 || order[0] != "at once" {
		t.Errorf("before the commit: %v", order)
	}
	u.Committed()
	if len(order) != 3 || order[1] != "first" || order[2] != "second" {
		t.Errorf("after the commit: %v", order)
	}
	first := errors.New("first")
	u.Doom(first)
	u.Doom(errors.New("second"))
	if u.Doomed() != first {
		t.Errorf("doomed by %v", u.Doomed())
	}
}

func TestFence(t *testing.T) {
	lost := errors.New("lost")
	ctx := txn.WithFence(t.Context(), func(context.Context) error { return lost })
	if err := txn.FenceOf(ctx)(ctx); err != lost {
		t.Errorf("fence says %v", err)
	}
}
