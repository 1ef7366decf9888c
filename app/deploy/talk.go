package deploy

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"prilavok/app/doctor"
	"prilavok/app/server"
	"prilavok/channel/telegram"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// question is what talk asks: it is answered by rules and changes no cart and no order.
const question = "/help"

// talk puts a question of the owner's through the whole way: the webhook with its secret, the
// queue, the answer to Telegram. There is no contact that could stand for a test: an answer
// to nobody would fail and stay as a dead letter, and a made-up customer would be counted.
// So the chat is one of a real person who has written to the bot before, and who gets the
// answer there; it is as if they had written themselves. Nobody new comes into being.
func (d Deployed) talk(ctx context.Context) doctor.Result {
	acc, err := d.talker(ctx)
	if err == nil {
		var sent int
		sent, err = d.converse(ctx, acc)
		if err == nil {
			return fine("бот ответил в чат %s, сообщений: %d", "the bot has answered in chat %s, %d message(s)", d.Talk, sent)
		}
	}
	return wrong(doctor.Fail, both("ответа нет: %v", "no answer: %v", err), both(
		"Напишите боту сами из этого чата. Если молчит: строки выше, журнал функции, prilavok jobs list. Пока разговор ведёт оператор, бот молчит.",
		"Write to the bot from that chat yourself. If it is silent: the lines above, the function's log, prilavok jobs list. While an operator has the conversation the bot is silent."))
}

func (d Deployed) talker(ctx context.Context) (shop.Account, error) {
	chat, err := strconv.ParseInt(d.Talk, 10, 64)
	if err != nil || chat <= 0 {
		return shop.Account{}, fault.New(fault.Invalid, "deploy.talk", "--talk takes the number of a person's chat with the bot")
	}
	if d.App == nil {
		return shop.Account{}, fault.New(fault.Invalid, "deploy.talk", "--talk needs --database-url and PRILAVOK_SECRET_KEY, to know the webhook's secret and to see the answer")
	}
	accounts, err := d.App.Shops.AccountsOf(ctx, shop.Telegram)
	for _, acc := range accounts {
		if acc.Status == "active" {
			return acc, err
		}
	}
	return shop.Account{}, fault.New(fault.NotFound, "deploy.no_bot", "no bot is connected")
}

func (d Deployed) converse(ctx context.Context, acc shop.Account) (sent int, err error) {
	token, err := d.App.Shops.Token(acc)
	if err != nil {
		return 0, err
	}
	before, known, err := d.last(ctx, acc)
	if err == nil && !known {
		err = fault.New(fault.NotFound, "deploy.no_chat", "nobody of chat %s has written to %s yet: send /start there first", d.Talk, acc.Name)
	}
	if err != nil {
		return 0, err
	}
	body, err := d.update()
	if err != nil {
		return 0, err
	}
	res, err := d.ask(ctx, "POST", "/hook/telegram/"+acc.ID, map[string]string{"content-type": "application/json",
		telegram.SecretHeader: server.HookSecret(token, acc.ID)}, body)
	if err != nil {
		return 0, err
	}
	if res.Status != 200 {
		return 0, fault.New(fault.Unavailable, "deploy.hook", "the webhook answers %d", res.Status)
	}
	look := time.NewTicker(300 * time.Millisecond)
	defer look.Stop()
	for {
		if sent, err := d.sentAfter(ctx, acc, before); err != nil || sent > 0 {
			return sent, err
		}
		select {
		case <-ctx.Done():
			return 0, fault.New(fault.Unavailable, "deploy.no_answer", "the webhook took the message, and nothing was sent in time")
		case <-look.C:
		}
	}
}

// update is the message as Telegram would bring it. Its number is far above Telegram's own,
// which have 32 bits, so that none of those is taken for known.
func (d Deployed) update() (string, error) {
	chat, err := strconv.ParseInt(d.Talk, 10, 64)
	if err != nil {
		return "", err
	}
	now := d.Now()
	person := map[string]any{"id": chat, "is_bot": false, "first_name": "Prilavok"}
	b, err := json.Marshal(map[string]any{"update_id": now.UnixMilli(), "message": map[string]any{"message_id": now.Unix(), "date": now.Unix(), "text": question,
		"from": person, "chat": map[string]any{"id": chat, "type": "private", "first_name": "Prilavok"},
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(question)}}}})
	return string(b), err
}

// last is the number of the last message of the conversation, if there is one.
func (d Deployed) last(ctx context.Context, acc shop.Account) (seq int64, found bool, err error) {
	ctx = txn.ForShop(ctx, acc.ShopID)
	err = d.App.Store.View(ctx, func(ctx context.Context) error {
		var c inbox.Conversation
		var err error
		c, found, err = d.App.Store.ConversationByKey(ctx, acc.ID, d.Talk)
		seq = c.LastSeq
		return err
	})
	return seq, found, err
}

// sentAfter counts what the bot has sent since.
func (d Deployed) sentAfter(ctx context.Context, acc shop.Account, seq int64) (n int, err error) {
	ctx = txn.ForShop(ctx, acc.ShopID)
	err = d.App.Store.View(ctx, func(ctx context.Context) error {
		n = 0
		c, found, err := d.App.Store.ConversationByKey(ctx, acc.ID, d.Talk)
		if err != nil || !found {
			return err
		}
		list, err := d.App.Store.MessagesAfter(ctx, c.ID, seq, 50)
		for _, m := range list {
			if m.Author != inbox.ByContact && m.ExternalID != "" {
				n++
			}
		}
		return err
	})
	return n, err
}
