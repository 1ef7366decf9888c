package server

import (
	"context"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/settings"
)

// ErrBotTaken is a bot that another shop of the installation has.
var ErrBotTaken = fault.New(fault.Conflict, "telegram.other_shop", "another shop of this installation has this bot: disconnect it there first")

// askTime bounds what somebody waits for Telegram at a form.
const askTime = 15 * time.Second

// keeper is the work for one bot.
type keeper struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// keep looks after a bot until the server stops or drop is called; before the server runs it
// does nothing, since all bots are begun with when it does.
func (s *Server) keep(acc shop.Account) {
	run := s.run.Load()
	if run == nil || (*run).Err() != nil {
		return
	}
	s.drop(acc.ID)
	ctx, cancel := context.WithCancel(*run)
	k := &keeper{cancel, make(chan struct{})}
	s.keepers.Store(acc.ID, k)
	s.pollers.Go(func() {
		defer close(k.done)
		s.keepBot(ctx, acc)
	})
}

// drop ends the work for a bot and waits for its end, so that nothing writes its account after.
func (s *Server) drop(accountID string) {
	if k, ok := s.keepers.LoadAndDelete(accountID); ok {
		k.(*keeper).cancel()
		<-k.(*keeper).done
	}
}

// ConnectBot implements settings.Bots.
func (s *Server) ConnectBot(ctx context.Context, token string) (shop.Account, error) {
	ask, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	me, err := telegram.New(telegram.Options{Token: token, Base: s.Config.Telegram.APIURL, Do: s.App.HTTP, Now: s.App.Now}).Identify(ask)
	if err != nil {
		return shop.Account{}, err
	}
	acc, err := s.App.Shops.AccountAt(ctx, shop.Telegram, formatID(me.ID))
	switch {
	case fault.CodeOf(err) == shop.ErrNoAccount.Code:
		acc = shop.Account{Channel: shop.Telegram, ExternalID: formatID(me.ID)}
	case err != nil:
		return acc, err
	case acc.ShopID != txn.ShopID(ctx):
		return shop.Account{}, ErrBotTaken
	}
	s.drop(acc.ID)
	acc.Name, acc.Status, acc.Config.Capabilities = "@"+me.Username, "active", me.Capabilities
	if acc, err = s.App.Shops.SaveAccount(ctx, acc, token, ""); err != nil {
		return acc, err
	}
	s.App.Fleet.Forget(acc.ID)
	s.keep(acc)
	return acc, nil
}

// own finds a Telegram account of ctx's shop.
func (s *Server) own(ctx context.Context, accountID string) (shop.Account, error) {
	acc, err := s.App.Shops.Account(ctx, accountID)
	if fault.CodeOf(err) == shop.ErrNoAccount.Code || err == nil && (acc.ShopID != txn.ShopID(ctx) || acc.Channel != shop.Telegram) {
		return shop.Account{}, link.ErrNotKnown
	}
	return acc, err
}

// LookAtBot implements settings.Bots.
func (s *Server) LookAtBot(ctx context.Context, accountID string) (settings.Bot, error) {
	acc, err := s.own(ctx, accountID)
	if err != nil {
		return settings.Bot{}, err
	}
	look := settings.Bot{Name: acc.Name, Status: acc.Status, Mode: acc.Config.Mode, CheckedAt: s.App.Now()}
	if acc.Status != "active" {
		return look, nil
	}
	bot, err := s.App.Fleet.Bot(ctx, acc.ID)
	if err != nil {
		return look, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	hook, err := bot.WebhookInfo(ctx)
	if err != nil {
		look.Fault = fault.CodeOf(err)
		return look, nil
	}
	look.Webhook, look.Pending, look.LastError = hook.URL != "", hook.Pending, hook.LastError
	if hook.LastErrorAt > 0 {
		at := time.Unix(hook.LastErrorAt, 0).UTC()
		look.LastErrorAt = &at
	}
	return look, nil
}

// DisconnectBot implements settings.Bots: the token is forgotten, conversations stay.
func (s *Server) DisconnectBot(ctx context.Context, accountID string) error {
	acc, err := s.own(ctx, accountID)
	if err != nil {
		return err
	}
	s.drop(acc.ID)
	if bot, err := s.App.Fleet.Bot(ctx, acc.ID); err == nil && acc.Status == "active" {
		ask, cancel := context.WithTimeout(ctx, askTime)
		defer cancel()
		if err := bot.Client().Call(ask, "deleteWebhook", map[string]any{"drop_pending_updates": false}, nil); err != nil {
			s.log.Info("a webhook was not taken off", "account", acc.ID, "fault", fault.CodeOf(err)) // without a token nothing comes of it
		}
	}
	if acc, err = s.own(ctx, accountID); err != nil {
		return err
	}
	acc.Status, acc.Secret, acc.SecretKeyID, acc.HookHash = link.StatusDisconnected, nil, "", ""
	_, err = s.App.Shops.SaveAccount(ctx, acc, "", "")
	s.App.Fleet.Forget(acc.ID)
	return err
}
