package contact

import (
	"context"
	"time"

	"prilavok/core/money"
	"prilavok/core/shop"
)

// Line is a contact as a list shows them.
type Line struct {
	Contact
	Handles []Handle
	Labels  []string    // of all their conversations, each once
	Orders  int64       // placed, and not canceled since
	Spent   money.Money // what those came to, before returns, in the shop's currency
	LastAt  time.Time   // of the newest activity in a conversation; zero: there is none
}

// Handle is an address as a list shows it.
type Handle struct {
	Channel  shop.Channel
	Username string
	Blocked  bool
}

// ListStore finds contacts.
type ListStore interface {
	// ListContacts lists contacts below an id ("" is the newest), the newest first. search is
	// a name's beginning, the end of a phone or an order's number; @ begins a name on a
	// channel, # a label.
	ListContacts(ctx context.Context, search, below string, limit int) ([]Line, error)
}

// List lists the shop's contacts, the newest first; next is the cursor of the page after,
// "" at the end. See ListStore for what search may be.
func (s *Service) List(ctx context.Context, search, cursor string, limit int) (list []Line, next string, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		list, err = s.store.ListContacts(ctx, search, cursor, limit+1)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].ID
	}
	return list, next, err
}
