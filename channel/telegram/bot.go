// Package telegram speaks the Telegram Bot API (10.3): it shapes and sends what the
// shop says, connects a bot and polls for it; what comes in is read by its package
// update. It is a channel adapter: it decides nothing about shops, and it reaches
// the network only through call.Doer, so that it also runs at the edge.
package telegram

import (
	"context"
	"time"

	"prilavok/core/call"
)

// Media opens pictures under our own media root. Fault NotFound when there is none.
type Media interface {
	Open(ctx context.Context, path string) (data []byte, mime string, err error)
}

// FileCache remembers Telegram's file_id of a picture, so that it is uploaded once
// per bot. A file_id is good for one bot only: key it by account. Best effort.
type FileCache interface {
	FileID(ctx context.Context, accountID, source string) (fileID string, ok bool)
	RememberFile(ctx context.Context, accountID, source, fileID string)
}

// Options are what a bot needs. Do and Token are required.
type Options struct {
	AccountID    string
	Token        string
	Base         string // "" is DefaultBase
	Do           call.Doer
	Media        Media     // nil: pictures of our own are sent as their captions
	Files        FileCache // nil: in memory, bounded
	Now          func() time.Time
	Capabilities []string // CapDrafts, CapTopics…; of shop.AccountConfig
	// Migrated is told when a group became a supergroup; may be nil.
	Migrated func(ctx context.Context, oldChat, newChat int64)
}

// Bot is one Telegram bot of a shop. It implements inbox.Sender, inbox.Shaper and
// inbox.Presence. It is safe for concurrent use and never sleeps.
type Bot struct {
	client    *Client
	accountID string
	media     Media
	files     FileCache
	limits    *Limiter
	now       func() time.Time
	caps      *capabilities
	migrated  func(ctx context.Context, oldChat, newChat int64)
}

// New makes a bot.
func New(o Options) *Bot {
	b := &Bot{
		client:    &Client{Base: o.Base, Token: o.Token, Do: o.Do},
		accountID: o.AccountID, media: o.Media, files: o.Files, now: o.Now,
		caps: newCapabilities(o.Capabilities), migrated: o.Migrated,
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.files == nil {
		b.files = newMemoryFiles(4096)
	}
	b.limits = NewLimiter(b.now)
	return b
}

// Client returns the bot's client, for methods that have no wrapper here.
func (b *Bot) Client() *Client { return b.client }
