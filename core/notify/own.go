package notify

import (
	"context"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// text finds what a notice says: the shop's own text of the channel, its own of any
// channel, else the built-in one. A text that no longer parses is passed over.
func (s *Service) text(ctx context.Context, want Key, k Kind) (t Template, active bool, err error) {
	list, err := s.texts.NoticeTexts(ctx, k.Event)
	if err != nil {
		return t, false, err
	}
	own := choose(list, want)
	if own.Body != "" {
		if t, err := readText(own.Body, k); err == nil {
			return t, own.Active, nil
		}
	}
	t, err = ParseTemplate(k.Text.In(want.Lang))
	return t, own.Active, err
}

// choose picks the text of the channel before the one of all channels.
func choose(list []Text, want Key) Text {
	best := Text{Key: want, Active: true}
	for _, t := range list {
		if t.Audience != want.Audience || t.Lang != want.Lang || t.Channel != want.Channel && t.Channel != "" {
			continue
		}
		if best.Version == 0 || t.Channel == want.Channel {
			best = t
		}
	}
	return best
}

func readText(body string, k Kind) (Template, error) {
	t, err := ParseTemplate(body)
	if err == nil {
		err = t.Check(strings.Fields(k.Vars))
	}
	return t, err
}

// Setting is one notice as a shop's owner sees it.
type Setting struct {
	Text           // Version 0: the built-in one
	BuiltIn string // text
	Vars    []string
	Urgent  bool // said in quiet hours as well
}

// Settings lists all notices in the shop's languages, and the shop's own texts of single
// channels after them.
func (s *Service) Settings(ctx context.Context) ([]Setting, error) {
	var out []Setting
	err := s.tx.View(ctx, func(ctx context.Context) error {
		out = nil
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		own, err := s.texts.NoticeTexts(ctx, "")
		if err != nil {
			return err
		}
		langs := sh.Languages
		if len(langs) == 0 {
			langs = []lang.Lang{sh.DefaultLang()}
		}
		for _, k := range kinds {
			for _, l := range langs {
				key := Key{k.Event, k.Audience, l, ""}
				out = append(out, setting(k, choose(ofEvent(own, k.Event), key)))
			}
		}
		for _, t := range own {
			if k, err := KindOf(t.Event, t.Audience); err == nil && t.Channel != "" {
				out = append(out, setting(k, t))
			}
		}
		return nil
	})
	return out, err
}

func ofEvent(list []Text, event string) []Text {
	var out []Text
	for _, t := range list {
		if t.Event == event {
			out = append(out, t)
		}
	}
	return out
}

func setting(k Kind, t Text) Setting {
	return Setting{Text: t, BuiltIn: k.Text.In(t.Lang), Vars: strings.Fields(k.Vars), Urgent: k.Urgent}
}

// SetText makes a new version of a text; an empty body is the built-in one, active false
// switches the notice off.
//
// Faults: ErrNoKind, ErrLang; notify.template and notify.unknown_variable, which say what
// is wrong with the body; ErrVersion when somebody else changed it at this moment.
func (s *Service) SetText(ctx context.Context, key Key, body string, active bool, author string) (Text, error) {
	if err := checkText(key, body); err != nil {
		return Text{}, err
	}
	var out Text
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.texts.NoticeVersions(ctx, key)
		if err != nil {
			return err
		}
		out = Text{Key: key, ID: s.ids.Make("ntx"), Version: 1, Body: body, Active: active, Author: author, CreatedAt: s.now()}
		if len(list) > 0 {
			out.Version = list[0].Version + 1
		}
		fresh, err := s.texts.InsertNoticeText(ctx, out)
		if err == nil && !fresh {
			return ErrVersion
		}
		return err
	})
	return out, err
}

func checkText(key Key, body string) error {
	k, err := KindOf(key.Event, key.Audience)
	if err != nil {
		return err
	}
	if key.Lang != lang.RU && key.Lang != lang.EN {
		return ErrLang
	}
	_, err = readText(body, k)
	return err
}

// Versions lists all versions of a text, newest first.
func (s *Service) Versions(ctx context.Context, key Key) ([]Text, error) {
	var list []Text
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.texts.NoticeVersions(ctx, key)
		return err
	})
	return list, err
}

// Preview shows a notice with sample data, as markup. An empty body is the text that
// counts now. Faults as of SetText.
func (s *Service) Preview(ctx context.Context, key Key, body string) (string, error) {
	if err := checkText(key, body); err != nil {
		return "", err
	}
	k, err := KindOf(key.Event, key.Audience)
	if err != nil {
		return "", err
	}
	var out string
	err = s.tx.View(ctx, func(ctx context.Context) error {
		sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		t, err := readText(body, k)
		if body == "" {
			t, _, err = s.text(ctx, key, k)
		}
		x := sample(sh, k, s.now())
		x.problem = s.Problem
		out = markup.Parse(t.Render(x.values(key.Lang))).String()
		return err
	})
	return out, err
}

// sample is an order and an event to show notices with. The name has characters that a
// careless text would trip over.
func sample(sh shop.Shop, k Kind, now time.Time) scene {
	rub := func(n int64) money.Money { return money.Of(n, sh.Currency) }
	o := order.Order{ID: "ord_sample", Number: sh.Settings.Orders.Prefix + "1042", Status: order.Placed, Source: "chat", Name: "Анна <Ник> Петрова", Phone: "+79211234567",
		Lines: []order.Line{
			{Line: 1, SKU: "MUG-BLUE", Title: lang.Texts{lang.RU: "Кружка «Утро»", lang.EN: "Mug “Morning”"}, Price: rub(79000), Quantity: 2, Total: rub(158000)},
			{Line: 2, SKU: "TEA", Title: lang.Texts{lang.RU: "Чай, 100 г", lang.EN: "Tea, 100 g"}, Price: rub(45000), Quantity: 1, Total: rub(45000)}},
		Items: rub(203000), Delivery: rub(30000), Total: rub(233000), PaymentMethod: order.OnDelivery, Payment: order.NotPaid,
		Ship: order.Shipping{Kind: cart.Courier, Title: lang.Texts{lang.RU: "Курьер", lang.EN: "Courier"}, Address: "Невский проспект, 10"}}
	sh.Settings.Orders.Stages = []shop.Stage{{Key: "sample", ByHand: true, Title: lang.Texts{lang.RU: "передан курьеру", lang.EN: "handed to the courier"}}}
	x := scene{e: Event{ID: "evt_sample", Name: k.Event, SubjectID: o.ID, ConversationID: "cnv_sample", At: now}, o: o, sh: sh, problem: func(string, lang.Lang) string { return "" }}
	x.data = map[string]any{"difference": float64(45000), "sum": float64(233000), "url": "https://pay.example.com/i/4f2a", "reason": "нет в наличии",
		"expires_at": now.Add(24 * time.Hour).Format(time.RFC3339), "carrier": "СДЭК", "tracking": "1234567890", "tracking_url": "https://track.example.com/1234567890",
		"to": "sample", "trouble": map[string]any{"ru": "Нет разрешения на комментарии.", "en": "The permission for comments is missing."}, "product": "Кружка «Утро»", "price": float64(79000), "sku": "MUG-BLUE", "left": float64(2), "missing": float64(1),
		"fault": "telegram.blocked", "kind": "surplus", "lines": []any{map[string]any{"line": float64(1), "quantity": float64(1)}}}
	return x
}
