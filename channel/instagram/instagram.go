// Package instagram speaks the Instagram API with Instagram Login: it shapes and sends
// what the shop says in Direct, keeps an account's token alive and looks at its health.
// What comes in is read by its package event. It is a channel adapter: it decides nothing
// about shops, and it reaches the network only through call.Doer, so that it also runs at
// the edge.
package instagram

import (
	"sync/atomic"
	"time"

	"prilavok/core/call"
)

// CapHumanAgent is the capability of an account that Meta has approved for HUMAN_AGENT.
const CapHumanAgent = "human_agent"

// Options are what an account needs. Token, IGID and Do are required.
type Options struct {
	IGID    string // the professional account's id, as user_id of /me and entry.id of webhooks
	Page    string // the Facebook page that the account is reached through; "" by its own login
	Token   string
	Base    string // "" is DefaultBase
	Version string // "" is DefaultVersion
	Do      call.Doer
	Now     func() time.Time
	Rates   Rates
	// HumanAgent says that Meta lets operators answer up to seven days later.
	HumanAgent bool
	// Public makes an address that Meta can fetch of a picture under our own media root;
	// "" where there is none. nil is that.
	Public func(path string) string
}

// Account is one professional account of a shop. It implements inbox.Sender, inbox.Shaper,
// inbox.Presence and inbox.Finder. It is safe for concurrent use and never sleeps.
type Account struct {
	client *Client
	igid   string
	page   string
	node   string // whose messages and conversations are asked for: the page's, or the account's own
	limits *limiter
	now    func() time.Time
	human  atomic.Bool
	public func(path string) string
}

// New makes an account.
func New(o Options) *Account {
	a := &Account{client: &Client{Base: o.Base, Version: o.Version, Token: o.Token, Do: o.Do}, igid: o.IGID, page: o.Page, node: o.IGID, now: o.Now, public: o.Public}
	if o.Page != "" {
		a.node = o.Page
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.public == nil {
		a.public = func(string) string { return "" }
	}
	a.human.Store(o.HumanAgent)
	a.limits = newLimiter(a.now, o.Rates)
	return a
}
