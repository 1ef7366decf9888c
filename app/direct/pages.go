package direct

import (
	"context"

	"prilavok/channel/instagram/event"
	"prilavok/core/fault"
	"prilavok/httpapi/connect"
)

// Pages are the pages of connecting. plain is for where HTML may not be served.
func (d *Direct) Pages(plain bool) *connect.Handler {
	return connect.New(pages{d}, d.Meta.Base, plain, func(err error) {
		d.Log.Error("an Instagram account was not connected", "code", fault.CodeOf(err), "fault", err.Error())
	})
}

// pages is what the pages call.
type pages struct{ *Direct }

// Finish implements connect.Accounts.
func (p pages) Finish(ctx context.Context, word, code, browser string) ([]connect.Outcome, error) {
	_, list, err := p.Direct.Finish(ctx, word, code, browser)
	out := make([]connect.Outcome, len(list))
	for i, c := range list {
		out[i] = connect.Outcome{Name: c.Account.Name, Missing: Trouble(c.Missing, nil), Err: c.Err}
	}
	return out, err
}

// Drop implements connect.Accounts.
func (p pages) Drop(ctx context.Context, word, browser string) error {
	return p.Links.Cancel(ctx, word, browser)
}

// Signed implements connect.Accounts.
func (p pages) Signed(request string) (string, bool) {
	r, ok := event.ReadRequest(request, p.Meta.InstagramSecret, p.Meta.MetaSecret)
	return r.UserID, ok
}

// Erased implements connect.Accounts.
func (p pages) Erased(ctx context.Context, code string) (found, done bool, err error) {
	if code == NoneErased {
		return false, false, nil
	}
	e, found, err := p.Links.Erasure(ctx, code)
	return found, !e.DoneAt.IsZero(), err
}
