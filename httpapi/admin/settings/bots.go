package settings

import (
	"context"
	"html"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
)

// Bots connects Telegram bots to ctx's shop; app/server does it.
type Bots interface {
	// ConnectBot finds out whose token it is, keeps it sealed and begins to take updates.
	// Faults: telegram.token for a wrong one.
	ConnectBot(ctx context.Context, token string) (shop.Account, error)
	// LookAtBot asks Telegram how delivery goes.
	LookAtBot(ctx context.Context, accountID string) (Bot, error)
	DisconnectBot(ctx context.Context, accountID string) error
}

// Bot is how a Telegram bot is.
type Bot struct {
	Name        string     `json:"name" example:"@demo_shop_bot"`
	Status      string     `json:"status" doc:"active, revoked, disconnected"`
	Mode        string     `json:"mode" doc:"webhook or polling; empty: it is being connected"`
	Webhook     bool       `json:"webhook" doc:"Telegram has an address to send to"`
	Pending     int        `json:"pending" doc:"updates that wait at Telegram"`
	LastError   string     `json:"last_error,omitempty" doc:"in Telegram's words"`
	LastErrorAt *time.Time `json:"last_error_at,omitempty"`
	Fault       string     `json:"fault,omitempty" doc:"code of why Telegram could not be asked"`
	CheckedAt   time.Time  `json:"checked_at"`
}

// Connected is a channel account that was connected.
type Connected struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Faults of what only the server does.
var (
	ErrNoBots  = fault.New(fault.Unsupported, "settings.no_bots", "bots are connected on the command line here: prilavok supabase connect")
	ErrNoModel = fault.New(fault.Unsupported, "settings.no_model", "no language model is set up: set OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL for the server, and start it again")
	ErrNoTrial = fault.New(fault.Unsupported, "settings.no_trial", "this program does not answer customers: write to the shop's bot or chat page instead")
)

type tokenIn struct {
	Body struct {
		Token string `json:"token" minLength:"10" maxLength:"200" pattern:"^\\s*[0-9]+:[A-Za-z0-9_-]+\\s*$" doc:"from @BotFather; kept sealed, never answered"`
	}
}

func (a *api) bots(g *gate.Gate) {
	gate.Add(g, "telegram.connect", func(ctx context.Context, in *tokenIn) (*out[Connected], error) {
		if a.Bots == nil {
			return nil, ErrNoBots
		}
		acc, err := a.Bots.ConnectBot(ctx, strings.TrimSpace(in.Body.Token))
		if err != nil {
			return nil, err
		}
		return &out[Connected]{Connected{acc.ID, acc.Name}}, nil
	})
	gate.Add(g, "telegram.look", func(ctx context.Context, in *byID) (*out[Bot], error) {
		if err := a.known(ctx, in.ID); err != nil {
			return nil, err
		}
		b, err := a.Bots.LookAtBot(ctx, in.ID)
		return &out[Bot]{b}, err
	})
	gate.Add(g, "telegram.disconnect", func(ctx context.Context, in *byID) (*nothing, error) {
		if err := a.known(ctx, in.ID); err != nil {
			return nil, err
		}
		return &nothing{}, a.Bots.DisconnectBot(ctx, in.ID)
	})
	gate.Add(g, "widget.get", a.widget)
}

// known says why nothing can be done with an account: it is not the shop's, or this program
// connects no bots.
func (a *api) known(ctx context.Context, accountID string) error {
	_, err := a.Links.Get(ctx, accountID)
	if err == nil && a.Bots == nil {
		err = ErrNoBots
	}
	return err
}

// Widget is what puts the chat on a website.
type Widget struct {
	Page string `json:"page" doc:"the chat as a page of its own"`
	Code string `json:"code" doc:"goes before </body> of each page that has the chat; empty: the shop has no chat page"`
}

func (a *api) widget(ctx context.Context, _ *nothing) (*out[Widget], error) {
	sh, err := a.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	found, err := a.Links.List(ctx)
	if err != nil {
		return nil, err
	}
	base, w := strings.TrimSuffix(a.Public(), "/"), Widget{}
	w.Page = base + "/s/" + sh.Slug
	for _, l := range found {
		if l.Channel == shop.Webchat && w.Code == "" {
			w.Code = `<script src="` + html.EscapeString(base) + `/widget.js" data-account="` + html.EscapeString(l.ID) + `" async></script>`
		}
	}
	return &out[Widget]{w}, nil
}

// Model asks the shop's language model something small.
type Model interface {
	// TestModel makes one bounded call and returns the model's name.
	TestModel(ctx context.Context) (name string, err error)
}

// Tested is what a test of the model has come to.
type Tested struct {
	OK     bool   `json:"ok"`
	Model  string `json:"model,omitempty"`
	Millis int64  `json:"milliseconds" doc:"how long it took"`
	Code   string `json:"code,omitempty" doc:"of the fault"`
	Why    string `json:"why,omitempty" doc:"what is wrong and what to do, in the language asked for"`
}

// whys are the faults of models in Russian.
var whys = map[string]string{
	"model.key":          "Поставщик модели не принимает ключ: проверьте OPENAI_API_KEY.",
	"model.quota":        "У поставщика модели кончились деньги или лимит: пополните счёт.",
	"model.unknown":      "У поставщика нет такой модели: проверьте её название.",
	"model.request":      "Поставщик модели не понимает запрос: проверьте название модели.",
	"model.rate_limited": "Поставщик модели просит подождать: слишком много запросов.",
	"model.unavailable":  "Поставщик модели не отвечает: проверьте адрес или попробуйте позже.",
	"model.bad_answer":   "По этому адресу отвечает не модель: проверьте OPENAI_BASE_URL.",
}

func (a *api) test(ctx context.Context, _ *nothing) (*out[Tested], error) {
	if a.Model == nil {
		return nil, ErrNoModel
	}
	start := a.Now()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	name, err := a.Model.TestModel(ctx)
	t := Tested{OK: err == nil, Model: name, Millis: a.Now().Sub(start).Milliseconds()}
	if err != nil {
		t.Code, t.Why = fault.CodeOf(err), "The model could not be asked."
		if f, ok := err.(*fault.Fault); ok {
			t.Why = f.Message
		}
		if ru := whys[t.Code]; gate.CallerOf(ctx).Lang == lang.RU {
			if t.Why = ru; ru == "" {
				t.Why = "Модель не удалось спросить."
			}
		}
	}
	return &out[Tested]{t}, nil
}
