package direct

import (
	"context"

	"prilavok/channel/instagram"
	"prilavok/core/inbox"
)

// Files asks for the files of a message anew, with links that hold.
func (d *Direct) Files(ctx context.Context, accountID, externalID string) (list []inbox.Attachment, err error) {
	err = d.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		list, err = a.Files(ctx, externalID)
		return err
	})
	return list, err
}

// Post reads a post of an account's own.
func (d *Direct) Post(ctx context.Context, accountID, mediaID string) (p instagram.Post, err error) {
	err = d.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		p, err = a.Post(ctx, mediaID)
		return err
	})
	return p, err
}
