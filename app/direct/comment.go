package direct

import (
	"context"
	"time"

	"prilavok/channel/instagram"
	"prilavok/core/comment"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/markup"
)

// Under answers comments as an installation's Instagram accounts. It implements comment.Voice.
type Under struct{ *Direct }

var _ comment.Voice = Under{}

// Faults of a comment that say nothing of its account.
var (
	errGone   = fault.New(fault.NotFound, "comment.gone", "the comment is gone, or a permission for comments is missing")
	errThread = fault.New(fault.Forbidden, instagram.CodeThread, "another app has the conversation")
)

// meant turns Instagram's faults into those that comment.Voice promises.
func meant(err error) error {
	switch fault.CodeOf(err) {
	case instagram.CodeGone:
		return errGone
	case instagram.CodeThread:
		return errThread
	}
	return err
}

// PrivateReply implements comment.Voice.
func (u Under) PrivateReply(ctx context.Context, accountID, commentID, text string) (messageID, personID string, err error) {
	err = u.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		messageID, personID, err = a.PrivateReply(ctx, commentID, text)
		return err
	})
	return messageID, personID, meant(err)
}

// PublicReply implements comment.Voice.
func (u Under) PublicReply(ctx context.Context, accountID, commentID, text string) (externalID string, err error) {
	err = u.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		externalID, err = a.PublicReply(ctx, commentID, text)
		return err
	})
	return externalID, meant(err)
}

// FindPrivate implements comment.Voice.
func (u Under) FindPrivate(ctx context.Context, accountID, personID, text string, since time.Time, known []string) (string, bool, error) {
	to := contact.Address{AccountID: accountID, ExternalID: personID, ConversationKey: personID}
	id, found, err := u.Find(ctx, to, inbox.Outgoing{Text: markup.Esc(text)}, since, known)
	return id, found, meant(err)
}

// FindPublic implements comment.Voice.
func (u Under) FindPublic(ctx context.Context, accountID string, c comment.Seen, text string, since time.Time) (id string, found bool, err error) {
	under := c.CommentID
	if c.ParentID != "" { // Meta puts it there
		under = c.ParentID
	}
	err = u.with(ctx, accountID, func(a *instagram.Account) error {
		var err error
		id, found, err = a.FindReply(ctx, under, text, since)
		return err
	})
	return id, found, meant(err)
}
