package server

import (
	"context"
	"strings"
	"time"

	"prilavok/channel/telegram"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/settings"
)

var txtStaffTrial = lang.Phrase{RU: "✓ Проверка: сообщения магазина «%s» приходят сюда.", EN: "✓ A test: messages of %s come here."}

// StaffCode implements settings.StaffChats.
func (s *Server) StaffCode(ctx context.Context, by string) (string, time.Time, error) {
	return s.App.Crew.Code(ctx, by)
}

// staffChat is the group of the staff with the bot that writes there.
func (s *Server) staffChat(ctx context.Context) (sh shop.Shop, bot *telegram.Bot, err error) {
	if sh, err = s.App.Shops.Get(ctx); err != nil {
		return sh, nil, err
	}
	set := sh.Settings.Staff
	if set.ChatID == "" {
		return sh, nil, settings.ErrNoStaffChat
	}
	if set.AccountID == "" {
		return sh, nil, settings.ErrNoStaffBot
	}
	bot, err = s.App.Fleet.Bot(ctx, set.AccountID)
	return sh, bot, err
}

// StaffTitle implements settings.StaffChats.
func (s *Server) StaffTitle(ctx context.Context) (string, error) {
	sh, bot, err := s.staffChat(ctx)
	if err != nil {
		return "", err
	}
	var chat struct {
		Title string `json:"title"`
	}
	within, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	err = bot.Client().Call(within, "getChat", map[string]any{"chat_id": sh.Settings.Staff.ChatID}, &chat)
	return strings.TrimSpace(chat.Title), err
}

// TestStaffChat implements settings.StaffChats.
func (s *Server) TestStaffChat(ctx context.Context) error {
	sh, bot, err := s.staffChat(ctx)
	if err != nil {
		return err
	}
	set := sh.Settings.Staff
	to := contact.Address{AccountID: set.AccountID, Channel: shop.Telegram, ExternalID: set.ChatID, ConversationKey: set.ChatID}
	l := sh.DefaultLang()
	_, err = bot.Send(txn.ForShop(ctx, sh.ID), to, inbox.Outgoing{Text: txtStaffTrial.F(l, sh.Name.In(l, l))})
	return err
}
