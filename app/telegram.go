package app

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"sync"

	"prilavok/app/gallery"
	"prilavok/channel/telegram"
	"prilavok/channel/telegram/update"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
)

// Fleet is all Telegram bots of the installation: it sends for each account with the
// account's own token. It implements inbox.Adapter and inbox.Presence.
type Fleet struct {
	app  *App
	mu   sync.Mutex
	bots map[string]ready
}

type ready struct {
	bot     *telegram.Bot
	version string // of the account: a new token makes a new bot
}

func newFleet(a *App) *Fleet { return &Fleet{app: a, bots: map[string]ready{}} }

// Bot returns the bot of an account. It is called outside of units of work.
func (f *Fleet) Bot(ctx context.Context, accountID string) (*telegram.Bot, error) {
	f.mu.Lock()
	r, ok := f.bots[accountID]
	f.mu.Unlock()
	if ok {
		return r.bot, nil
	}
	acc, err := f.app.Shops.Account(ctx, accountID)
	if err != nil {
		return nil, err
	}
	return f.add(acc)
}

// add makes the bot of an account that is known already.
func (f *Fleet) add(acc shop.Account) (*telegram.Bot, error) {
	token, err := f.app.Shops.Token(acc)
	if err != nil {
		return nil, err
	}
	base := acc.Config.BaseURL
	if base == "" {
		base = f.app.Telegram
	}
	o := telegram.Options{AccountID: acc.ID, Token: token, Base: base, Do: f.app.HTTP, Now: f.app.Now, Capabilities: acc.Config.Capabilities,
		Migrated: func(ctx context.Context, from, to int64) {
			ctx = txn.ForShop(ctx, acc.ShopID)
			if err := f.app.Handoffs.ChatMoved(ctx, acc.ID, strconv.FormatInt(from, 10), strconv.FormatInt(to, 10)); err != nil {
				f.app.Log.Error("a moved group could not be noted", "account", acc.ID, "fault", fault.CodeOf(err))
			}
		}}
	o.Files = telegram.NewStoredFiles(f.app.Store, f.app.Store, acc.ShopID, f.app.Now)
	o.Media = gallery.ShopMedia{Uploads: f.app.Uploads, Root: f.app.Media, ShopID: acc.ShopID}
	bot := telegram.New(o)
	f.mu.Lock()
	f.bots[acc.ID] = ready{bot, acc.UpdatedAt.String()}
	f.mu.Unlock()
	return bot, nil
}

// Forget drops a bot whose account has changed.
func (f *Fleet) Forget(accountID string) {
	f.mu.Lock()
	delete(f.bots, accountID)
	f.mu.Unlock()
}

// Download fetches a file of a message; its kind is the message's word, else Telegram's.
func (f *Fleet) Download(ctx context.Context, accountID string, at inbox.Attachment) (data []byte, mime string, err error) {
	bot, err := f.Bot(ctx, accountID)
	if err == nil {
		data, mime, err = bot.Download(ctx, at.FileID)
	}
	return data, cmp.Or(at.MIME, mime), err
}

// Send implements inbox.Sender.
func (f *Fleet) Send(ctx context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	bot, err := f.Bot(ctx, to.AccountID)
	if err != nil {
		return "", err
	}
	if conn, ok := strings.CutPrefix(to.ConversationKey, "b:"); ok {
		if err := f.mayAnswerFor(ctx, to.AccountID, conn); err != nil {
			return "", err
		}
	}
	return bot.Send(ctx, to, m)
}

// mayAnswerFor refuses what the owner of a Business account no longer allows.
func (f *Fleet) mayAnswerFor(ctx context.Context, accountID, key string) error {
	id, _, _ := strings.Cut(key, ":")
	usable := true
	err := f.app.Store.View(ctx, func(ctx context.Context) error {
		var err error
		usable, err = f.app.Store.BusinessConnectionUsable(ctx, accountID, id)
		return err
	})
	if err == nil && !usable {
		err = fault.New(fault.Unsupported, "telegram.disconnected", "the owner has disconnected the bot from this account")
	}
	return err
}

// Shape implements inbox.Shaper.
func (f *Fleet) Shape(m inbox.Outgoing) []inbox.Outgoing { return telegram.Shape(m) }

// Typing implements inbox.Presence.
func (f *Fleet) Typing(ctx context.Context, to contact.Address, progress string) {
	if bot, err := f.Bot(ctx, to.AccountID); err == nil {
		bot.Typing(ctx, to, progress)
	}
}

// telegramHook is Telegram as the webhook sees it.
type telegramHook struct{}

// Allowed implements webhook.Channel.
func (telegramHook) Allowed(acc shop.Account, r webhook.Request) bool {
	return telegram.CheckSecret(acc.HookHash, r.Header(telegram.SecretHeader))
}

// Parse implements webhook.Channel.
func (telegramHook) Parse(acc shop.Account, body []byte) ([]inbox.Incoming, error) {
	return telegram.Parse(acc.ID, botID(acc), body)
}

// Ack implements webhook.Channel.
func (telegramHook) Ack(in []inbox.Incoming) []byte {
	if len(in) == 0 {
		return nil
	}
	return telegram.Ack(in[0])
}

func botID(acc shop.Account) int64 {
	n, err := strconv.ParseInt(acc.ExternalID, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// serviceJob is a query of Telegram's that is answered by a call.
type serviceJob struct {
	AccountID string        `json:"account"`
	Type      string        `json:"type"`
	Text      string        `json:"text,omitempty"`
	From      inbox.Person  `json:"from"`
	Payload   inbox.Payload `json:"payload"`
}

// telegramService takes what a channel handles by itself, inside the unit that keeps
// it: queries are answered by a job right after the commit.
func (a *App) telegramService(ctx context.Context, acc shop.Account, in inbox.Incoming) error {
	switch in.Type {
	case "inline_query", "guest_message":
		return a.Jobs.Enqueue(ctx, job.New{Kind: jobTelegramService, Payload: serviceJob{acc.ID, in.Type, in.Text, in.From, in.Payload}})
	case "stopped_message_generation":
		if s, ok := inbox.Extra[update.Stopped](in.Payload, update.ExtraStopped); ok {
			txn.AfterCommit(ctx, func() { a.stops.Stop(acc.ID, s.DraftID) })
		}
		return nil
	case "business_connection":
		c, ok := inbox.Extra[update.Connection](in.Payload, update.ExtraConnection)
		if !ok {
			return nil
		}
		return a.Store.SaveBusinessConnection(ctx, acc.ID, c.ID, strconv.FormatInt(c.OwnerID, 10), c.Enabled && c.CanReply, a.Now())
	}
	return nil
}

// answerService answers a query.
func (a *App) answerService(ctx context.Context, j job.Job) error {
	var s serviceJob
	if err := json.Unmarshal(j.Payload, &s); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a query of Telegram's")
	}
	bot, err := a.Fleet.Bot(ctx, s.AccountID)
	if err != nil {
		return err
	}
	l := lang.Of(s.From.Lang, lang.RU)
	if s.Type == "guest_message" {
		id, _ := inbox.Extra[string](s.Payload, update.ExtraGuest)
		return a.answerGuest(ctx, bot, id, s.Text, l)
	}
	q, _ := inbox.Extra[update.InlineQuery](s.Payload, update.ExtraInline)
	return a.answerInline(ctx, bot, q, l)
}

// answerInline answers a search typed in any chat with articles that lead to the bot.
func (a *App) answerInline(ctx context.Context, bot *telegram.Bot, q update.InlineQuery, l lang.Lang) error {
	list, err := a.inlineResults(ctx, q.Query, l)
	if err != nil {
		return err
	}
	return bot.Client().Call(ctx, "answerInlineQuery", map[string]any{"inline_query_id": q.ID, "results": list, "cache_time": 60, "is_personal": false}, nil)
}

// fit cuts a text to what Telegram's field holds.
func fit(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), n)])
}
