package gate

import (
	"context"
	"net/http"
	"slices"

	"prilavok/core/staff"
	"prilavok/core/txn"
)

// Enter is for what answers beside the table of routes: streams and files. It finds out who
// asks as the gate does, holds them to the same pace and the same rights, and returns the
// request in the scope of their shop. The shop may be named by the query "shop" as well,
// because a browser sets no headers on pictures and streams.
//
// Faults: those of the gate; answer them by Refuse.
func (g *Gate) Enter(r *http.Request, scope staff.Scope) (*http.Request, error) {
	c := &Caller{Lang: langOf(r.Header.Get("Accept-Language")), RequestID: g.requestID(r)}
	if shop := r.URL.Query().Get("shop"); shop != "" && r.Header.Get(ShopHeader) == "" {
		r = r.Clone(r.Context())
		r.Header.Set(ShopHeader, shop)
	}
	if err := g.identify(r, c); err != nil {
		return nil, err
	}
	if wait, ok := g.buckets.take(c.ID); !ok {
		return nil, errTooFast.After(wait)
	}
	if !slices.Contains(c.Scopes, scope) {
		return nil, errScope
	}
	if !storable(r.URL.EscapedPath()) || !storable(r.URL.RawQuery) {
		return nil, ErrMalformed
	}
	ctx := context.WithValue(r.Context(), callerKey{}, c)
	if g.o.Name != nil {
		ctx = g.o.Name(ctx, c.RequestID)
	}
	return r.WithContext(txn.ForShop(ctx, c.ShopID)), nil
}

// Still reports whether whoever was let in by Enter may still do so: their session, their
// key and their role as they are now. It costs them nothing of their pace.
//
// Faults: those of the gate.
func (g *Gate) Still(r *http.Request, scope staff.Scope) error {
	was, now := CallerOf(r.Context()), &Caller{}
	if err := g.identify(r, now); err != nil {
		return err
	}
	if now.ID != was.ID || now.ShopID != was.ShopID || !slices.Contains(now.Scopes, scope) {
		return errScope
	}
	return nil
}
