package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"prilavok/app/obs"
	"prilavok/channel/telegram"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// menu is the bot's own list of commands.
var menu = []telegram.Command{
	{Name: "catalog", Description: lang.Phrase{RU: "Каталог", EN: "Catalog"}},
	{Name: "cart", Description: lang.Phrase{RU: "Корзина", EN: "Cart"}},
	{Name: "orders", Description: lang.Phrase{RU: "Мои заказы", EN: "My orders"}},
	{Name: "delivery", Description: lang.Phrase{RU: "Доставка и оплата", EN: "Delivery and payment"}},
	{Name: "paysupport", Description: lang.Phrase{RU: "Вопросы по оплате", EN: "Questions about a payment"}},
	{Name: "mute", Description: lang.Phrase{RU: "Не уведомлять о ходе заказа", EN: "Mute notices about orders"}},
	{Name: "faq", Description: lang.Phrase{RU: "Частые вопросы", EN: "Questions and answers"}},
	{Name: "human", Description: lang.Phrase{RU: "Позвать человека", EN: "Talk to a person"}},
	{Name: "lang", Description: lang.Phrase{RU: "Язык", EN: "Language"}},
	{Name: "help", Description: lang.Phrase{RU: "Что я умею", EN: "What I can do"}},
}

// HookSecret is what Telegram repeats with every webhook: made from the token, so that
// every process of an installation knows it and none has to store it.
func HookSecret(token, accountID string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("prilavok webhook " + accountID))
	return hex.EncodeToString(m.Sum(nil))
}

// connectBots makes every active Telegram account ready, and polls for those that have
// no webhook. One that cannot be reached is tried again; the others do not wait for it.
func (s *Server) connectBots(ctx context.Context) {
	accounts, err := s.App.Shops.AccountsOf(ctx, shop.Telegram)
	if err != nil {
		s.log.Error("the bots could not be listed", obs.Fault(err))
		return
	}
	for _, acc := range accounts {
		if acc.Status == "active" {
			s.keep(acc)
		}
	}
}

func (s *Server) keepBot(ctx context.Context, acc shop.Account) {
	for wait := time.Second; ctx.Err() == nil; wait = min(2*wait, time.Minute) {
		polling, err := s.connectBot(ctx, acc)
		switch {
		case err == nil && !polling:
			return
		case err == nil:
			err = s.poll(ctx, acc)
		}
		if ctx.Err() != nil {
			return
		}
		s.log.Error("the bot does not work", "account", acc.ID, obs.Fault(err))
		if fault.Is(err, fault.Unauthorized) {
			s.revoke(ctx, acc)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// connectBot identifies the bot and sets its webhook, or takes it off for polling.
func (s *Server) connectBot(ctx context.Context, acc shop.Account) (polling bool, err error) {
	token, err := s.App.Shops.Token(acc)
	if err != nil {
		return false, err
	}
	bot, err := s.App.Fleet.Bot(ctx, acc.ID)
	if err != nil {
		return false, err
	}
	set := telegram.Setup{Commands: menu}
	if s.Config.PublicURL != "" {
		set.WebhookURL = strings.TrimSuffix(s.Config.PublicURL, "/") + "/hook/telegram/" + acc.ID
		set.Secret = HookSecret(token, acc.ID)
	}
	me, err := bot.Connect(ctx, set)
	if err != nil {
		return false, err
	}
	acc.Name, acc.Config.Capabilities = "@"+me.Username, me.Capabilities
	acc.Config.Mode = "polling"
	if set.WebhookURL != "" {
		acc.Config.Mode = "webhook"
	}
	_, err = s.App.Shops.SaveAccount(txn.ForShop(ctx, acc.ShopID), acc, "", HookSecret(token, acc.ID))
	s.log.Info("the bot is connected", "bot", acc.Name, "mode", acc.Config.Mode)
	return set.WebhookURL == "", err
}

// Connect sets the webhook of every active Telegram account once, for an installation whose
// webhooks another process takes, and returns the accounts connected.
func (s *Server) Connect(ctx context.Context) ([]shop.Account, error) {
	accounts, err := s.App.Shops.AccountsOf(ctx, shop.Telegram)
	var done []shop.Account
	errs := []error{err}
	for _, acc := range accounts {
		if acc.Status != "active" {
			continue
		}
		if _, err := s.connectBot(ctx, acc); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", acc.Name, err))
			continue
		}
		done = append(done, acc)
	}
	return done, errors.Join(errs...)
}

// poll receives updates until ctx ends.
func (s *Server) poll(ctx context.Context, acc shop.Account) error {
	bot, err := s.App.Fleet.Bot(ctx, acc.ID)
	if err != nil {
		return err
	}
	p := &telegram.Poller{Bot: bot, Offsets: offsets{s}, Report: func(err error) { s.log.Warn("polling", "account", acc.ID, obs.Fault(err)) },
		Handle: func(ctx context.Context, body []byte) error { return s.polled(ctx, bot, acc, body) }}
	return p.Run(txn.ForShop(ctx, acc.ShopID))
}

// polled stores one polled update, and ends a pressed button's spinner: what the
// answer of a webhook does by itself.
func (s *Server) polled(ctx context.Context, bot *telegram.Bot, acc shop.Account, body []byte) error {
	in, err := s.App.Webhook.Feed(ctx, acc, body)
	if err != nil {
		return err
	}
	for _, x := range in {
		if x.Kind == inbox.KindButton && x.Payload.CallbackID != "" {
			if err := bot.AnswerButton(ctx, x.Payload.CallbackID, ""); err != nil {
				s.log.Debug("a button's spinner was not ended", obs.Fault(err))
			}
		}
	}
	return nil
}

// revoke notes that a token is no longer good: the owner must connect the bot anew.
func (s *Server) revoke(ctx context.Context, acc shop.Account) {
	acc.Status = "revoked"
	if _, err := s.App.Shops.SaveAccount(txn.ForShop(ctx, acc.ShopID), acc, "", ""); err != nil {
		s.log.Error("a revoked bot could not be noted", "account", acc.ID, obs.Fault(err))
	}
}

// offsets implements telegram.Offsets in units of work of its own.
type offsets struct{ s *Server }

// PollOffset implements telegram.Offsets.
func (o offsets) PollOffset(ctx context.Context, accountID string) (next int64, err error) {
	err = o.s.App.Store.View(ctx, func(ctx context.Context) error {
		next, err = o.s.App.Store.PollOffset(ctx, accountID)
		return err
	})
	return next, err
}

// SavePollOffset implements telegram.Offsets.
func (o offsets) SavePollOffset(ctx context.Context, accountID string, next int64) error {
	return o.s.App.Store.InTx(ctx, func(ctx context.Context) error { return o.s.App.Store.SavePollOffset(ctx, accountID, next) })
}

// UseBot makes sure that the shop has an account for a bot's token; the same bot again
// only gets its new token.
func (s *Server) UseBot(ctx context.Context, shopID, token string) (shop.Account, error) {
	bot := telegram.New(telegram.Options{Token: token, Base: s.Config.Telegram.APIURL, Do: s.App.HTTP, Now: s.App.Now})
	me, err := bot.Identify(ctx)
	if err != nil {
		return shop.Account{}, err
	}
	accounts, err := s.App.Shops.AccountsOf(ctx, shop.Telegram)
	if err != nil {
		return shop.Account{}, err
	}
	acc := shop.Account{Channel: shop.Telegram, ExternalID: formatID(me.ID), ShopID: shopID}
	for _, a := range accounts {
		if a.ExternalID == acc.ExternalID {
			acc = a
		}
	}
	acc.Name, acc.Status, acc.Config.Capabilities = "@"+me.Username, "active", me.Capabilities
	acc, err = s.App.Shops.SaveAccount(txn.ForShop(ctx, acc.ShopID), acc, token, "")
	s.App.Fleet.Forget(acc.ID)
	return acc, err
}
