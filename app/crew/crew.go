// Package crew connects a Telegram group as the staff's: the panel gives a code, and whoever says
// it in a group where the shop's bot is makes that group the staff chat.
package crew

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"strings"
	"time"

	"prilavok/channel/telegram/update"
	"prilavok/core/handoff"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/shop/setting"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
)

// Command is what is said in the group, before the code.
const Command = "staff"

// here tells whether this kind of program connects groups: codes are given out by the panel of
// a server alone, so that the edge need not know them.
const here = runtime.GOOS != "js"

// ticket is the kind of a code among the links that can be used once; lasts is how long it can.
const (
	ticket = "staff_chat"
	lasts  = 30 * time.Minute
)

// Store keeps codes, in a unit of work of the shop.
type Store interface {
	person.Tickets
	TicketByHash(ctx context.Context, hash string) (person.Ticket, error)
	ShopByID(ctx context.Context, id string) (shop.Shop, error)
}

// Chats connects groups.
type Chats struct {
	Store    Store
	Settings *setting.Service
	Tx       txn.Runner
	Now      func() time.Time
	IDs      *id.Maker
}

func hashOf(shopID, code string) string {
	sum := sha256.Sum256([]byte("staff chat " + shopID + " " + strings.ToUpper(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:])
}

// Code makes a code by which one group becomes the staff's; codes made before end.
func (c Chats) Code(ctx context.Context, by string) (code string, until time.Time, err error) {
	code = strings.ToUpper(c.IDs.Token(10))
	t := person.Ticket{ID: c.IDs.Make("tkt"), ShopID: txn.ShopID(ctx), Kind: ticket, Hash: hashOf(txn.ShopID(ctx), code), ByID: by, CreatedAt: c.Now(), ExpiresAt: c.Now().Add(lasts)}
	err = c.Tx.InTx(ctx, func(ctx context.Context) error {
		if _, err := c.Store.WithdrawTickets(ctx, ticket, "", c.Now()); err != nil {
			return err
		}
		_, err := c.Store.InsertTicket(ctx, t)
		return err
	})
	return code, t.ExpiresAt, err
}

var (
	txtConnected = lang.Phrase{RU: "✓ Готово: теперь это чат сотрудников магазина «%s». Сюда придут заказы и вопросы клиентов; ответ на сообщение уйдёт клиенту.", EN: "✓ Done: this is the staff chat of %s now. Orders and customers’ questions come here; a reply to a message goes to the customer."}
	txtBadCode   = lang.Phrase{RU: "Код не подошёл: он действует полчаса и один раз. Возьмите новый в панели: Настройки → Чат сотрудников.", EN: "The code does not fit: it is good for half an hour, once. Take a new one in the panel: Settings → Staff chat."}
)

// Claim hears a code in a group, in the unit of work that keeps what was said; done is false for
// anything else. The settings change as they do in the panel, and can be undone there.
func (c Chats) Claim(ctx context.Context, in inbox.Incoming) (post handoff.Post, done bool, err error) {
	at, ok := inbox.Extra[update.Staff](in.Payload, update.ExtraStaff)
	if !here || !ok || in.Payload.Command != Command || in.Payload.Argument == "" || at.Bot || at.Edited {
		return post, false, nil
	}
	sh, err := c.Store.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return post, true, err
	}
	post = handoff.Post{Spot: handoff.Spot{AccountID: in.AccountID, ChatID: at.ChatID, Thread: at.Thread}, Text: txtBadCode.In(sh.DefaultLang())}
	hash := hashOf(sh.ID, in.Payload.Argument)
	t, err := c.Store.TicketByHash(ctx, hash)
	if err != nil {
		return post, true, err
	}
	good, err := c.Store.UseTicket(ctx, hash, c.Now())
	if err != nil || !good || t.Kind != ticket {
		return post, true, err
	}
	values := map[string]json.RawMessage{}
	for key, v := range map[string]any{"notices.staff_chat": at.ChatID, "notices.staff_account": in.AccountID, "notices.staff_topics": at.Forum} {
		if values[key], err = json.Marshal(v); err != nil {
			return post, true, err
		}
	}
	if sh.Settings.Staff != (shop.Staff{AccountID: in.AccountID, ChatID: at.ChatID, Topics: at.Forum}) {
		if _, _, err := c.Settings.Change(ctx, t.ByID, 0, values); err != nil {
			return post, true, err
		}
	}
	post.Text = txtConnected.F(sh.DefaultLang(), sh.Name.In(sh.DefaultLang(), sh.DefaultLang()))
	return post, true, nil
}
