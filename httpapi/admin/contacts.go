package admin

import (
	"context"

	"prilavok/httpapi/admin/gate"
)

func (a *api) contacts(g *gate.Gate) {
	gate.Add(g, "contacts.get", func(ctx context.Context, in *ByID) (*out[Contact], error) {
		c, err := a.Contacts.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return &out[Contact]{contactOf(c)}, nil
	})
}
