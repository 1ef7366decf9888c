package settings

import (
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
)

// StaffChats reaches the group of the staff of ctx's shop; app/server does it.
type StaffChats interface {
	// StaffCode makes a code that connects the group in which it is said.
	StaffCode(ctx context.Context, by string) (code string, until time.Time, err error)
	// StaffTitle asks Telegram what the group is called.
	StaffTitle(ctx context.Context) (string, error)
	// TestStaffChat writes into the group. Faults: ErrNoStaffChat, Telegram's.
	TestStaffChat(ctx context.Context) error
}

// Faults of the staff chat.
var (
	ErrNoStaffChat = fault.New(fault.NotFound, "settings.no_staff_chat", "no group is connected as the staff chat")
	ErrNoGroups    = fault.New(fault.Unsupported, "settings.no_groups", "this program cannot reach Telegram: connect the group on the command line, prilavok shop staff")
	ErrNoStaffBot  = fault.New(fault.Conflict, "settings.no_staff_bot", "the shop has no Telegram bot yet: connect one under Channels first")
)

// StaffChat is the Telegram group where staff are told, and answer.
type StaffChat struct {
	Connected bool   `json:"connected"`
	ChatID    string `json:"chat_id,omitempty"`
	Title     string `json:"title,omitempty" doc:"as Telegram calls it; empty: it could not be asked"`
	Fault     string `json:"fault,omitempty" doc:"code of why Telegram could not be asked"`
	Topics    bool   `json:"topics" doc:"a topic for each conversation"`
	Bot       string `json:"bot,omitempty" doc:"that writes there, or would" example:"@demo_shop_bot"`
	Reachable bool   `json:"reachable" doc:"this program can connect and test groups"`
}

// StaffCode connects the group in which it is said.
type StaffCode struct {
	Say   string    `json:"say,omitempty" doc:"what to write in the group, in the answer that makes it only" example:"/staff@demo_shop_bot 7K2M9QXA"`
	Until time.Time `json:"until"`
}

func (a *api) staffChats(g *gate.Gate) {
	gate.Add(g, "staff_chat.get", a.staffChat)
	gate.Add(g, "staff_chat.code", func(ctx context.Context, _ *nothing) (*out[StaffCode], error) {
		if a.Groups == nil {
			return nil, ErrNoGroups
		}
		bot, err := a.staffBot(ctx, "")
		if err != nil {
			return nil, err
		}
		if bot == "" {
			return nil, ErrNoStaffBot
		}
		code, until, err := a.Groups.StaffCode(ctx, gate.CallerOf(ctx).ID)
		return &out[StaffCode]{StaffCode{"/staff@" + strings.TrimPrefix(bot, "@") + " " + code, until}}, err
	})
	gate.Add(g, "staff_chat.test", func(ctx context.Context, _ *nothing) (*nothing, error) {
		if a.Groups == nil {
			return nil, ErrNoGroups
		}
		return &nothing{}, a.Groups.TestStaffChat(ctx)
	})
}

func (a *api) staffChat(ctx context.Context, _ *nothing) (*out[StaffChat], error) {
	sh, err := a.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	set := sh.Settings.Staff
	c := StaffChat{Connected: set.ChatID != "", ChatID: set.ChatID, Topics: set.Topics, Reachable: a.Groups != nil}
	if c.Bot, err = a.staffBot(ctx, set.AccountID); err != nil {
		return nil, err
	}
	if c.Connected && c.Reachable {
		var why error
		if c.Title, why = a.Groups.StaffTitle(ctx); why != nil {
			c.Fault = fault.CodeOf(why)
		}
	}
	return &out[StaffChat]{c}, nil
}

// staffBot is the name of the bot of an account, or of the shop's first that is active.
func (a *api) staffBot(ctx context.Context, accountID string) (string, error) {
	list, err := a.Links.List(ctx)
	if err != nil {
		return "", err
	}
	name := ""
	for _, l := range list {
		if l.Channel != shop.Telegram || l.Status != "active" {
			continue
		}
		if l.ID == accountID {
			return l.Name, nil
		}
		if name == "" {
			name = l.Name
		}
	}
	return name, nil
}
