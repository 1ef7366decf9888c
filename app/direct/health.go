package direct

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"prilavok/channel/instagram"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
	"prilavok/core/txn"
)

// CheckEvery is how often an account is looked at; RemindAfter, when the owner is told
// again of trouble that is still there.
const (
	CheckEvery  = time.Hour
	RemindAfter = 14 * 24 * time.Hour
)

// withoutIt says what does not work without a permission, or without the webhooks.
var withoutIt = []struct {
	has  string // part of the permission's name; "" webhooks
	said lang.Phrase
}{
	{"basic", lang.Phrase{RU: "без него не узнать имя аккаунта и не продлить доступ", EN: "without it the account's name cannot be read and its access cannot be renewed"}},
	{"manage_messages", lang.Phrase{RU: "без него не приходят и не уходят сообщения", EN: "without it no messages come or go"}},
	{"manage_comments", lang.Phrase{RU: "без него нет ответов на комментарии", EN: "without it comments are not answered"}},
}

// Trouble says in words what is missing of an account and what does not work for it; empty
// when nothing is.
func Trouble(permissions, fields []string) lang.Phrase {
	var out lang.Phrase
	add := func(ru, en string) {
		out.RU, out.EN = strings.TrimSpace(out.RU+" "+ru), strings.TrimSpace(out.EN+" "+en)
	}
	for _, p := range permissions {
		ru, en := "", ""
		for _, w := range withoutIt {
			if strings.Contains(p, w.has) {
				ru, en = ": "+w.said.RU, ": "+w.said.EN
			}
		}
		add("Нет разрешения "+p+ru+".", "The permission "+p+" is missing"+en+".")
	}
	if len(fields) > 0 {
		list := strings.Join(fields, ", ")
		add("Instagram не присылает: "+list+". Подписка не включается сама, подключите аккаунт заново.", "Instagram does not send: "+list+". The subscription does not come on by itself: connect the account anew.")
	}
	return out
}

// Trouble says in words what is missing of an account.
func (d *Direct) Trouble(l link.Linked) lang.Phrase {
	return Trouble(l.Health.Permissions, l.Health.Fields)
}

// Check looks at an account of ctx's shop, mends what can be mended without a person (the
// subscription to webhooks) and tells the owner of the rest, once for each trouble.
//
// Faults: instagram.token when the account must be connected anew; those of every call.
func (d *Direct) Check(ctx context.Context, accountID string) (instagram.Health, error) {
	acc, err := d.Shops.Account(ctx, accountID)
	if err != nil {
		return instagram.Health{}, err
	}
	if acc.ShopID != txn.ShopID(ctx) || acc.Channel != shop.Instagram {
		return instagram.Health{}, link.ErrNotKnown
	}
	if acc.Status != "active" {
		return instagram.Health{}, errDisconnected
	}
	h, err := d.probe(ctx, acc)
	if err != nil {
		return h, errors.Join(err, d.noteFault(ctx, acc, err))
	}
	for _, p := range missing(acc.Config.Granted, acc.Config.Page != "") {
		if !slices.Contains(h.MissingPermissions, p) {
			h.MissingPermissions = append(h.MissingPermissions, p)
		}
	}
	return h, d.noteHealth(ctx, acc, h)
}

// probe looks, and subscribes to what is missing.
func (d *Direct) probe(ctx context.Context, acc shop.Account) (instagram.Health, error) {
	h, err := d.Probe(ctx, acc.ID)
	if err != nil || len(h.MissingFields) == 0 {
		return h, err
	}
	err = d.with(ctx, acc.ID, func(a *instagram.Account) error { return a.Subscribe(ctx) })
	if err != nil {
		if fault.CodeOf(err) == instagram.CodePermission {
			err = nil // named with the permissions
		}
		return h, err
	}
	return d.Probe(ctx, acc.ID)
}

// noteFault keeps why an account could not be looked at. An account whose token has just
// been found dead is told of by whoever found it.
func (d *Direct) noteFault(ctx context.Context, acc shop.Account, cause error) error {
	err := d.Links.Change(ctx, acc.ID, func(h *link.Health) { h.CheckedAt, h.Fault = d.Now(), fault.CodeOf(cause) })
	if fault.Is(cause, fault.Unauthorized) {
		err = errors.Join(err, d.Record(ctx, revoked(acc, fault.CodeOf(cause))))
	}
	return err
}

func revoked(acc shop.Account, code string) inbox.Event {
	return inbox.Event{Name: inbox.EventRevoked, SubjectID: acc.ID, Data: map[string]any{"fault": code, "channel": acc.Channel, "name": acc.Name}}
}

func (d *Direct) noteHealth(ctx context.Context, acc shop.Account, found instagram.Health) error {
	now := d.Now()
	trouble := strings.Join(append(slices.Clone(found.MissingPermissions), found.MissingFields...), ",")
	tell := false
	return d.Links.Change(ctx, acc.ID, func(h *link.Health) {
		h.CheckedAt, h.Fault, h.Permissions, h.Fields = now, "", found.MissingPermissions, found.MissingFields
		tell = trouble != "" && (trouble != h.Told || now.Sub(h.ToldAt) >= RemindAfter)
		switch {
		case trouble == "":
			h.Told, h.ToldAt = "", time.Time{}
		case tell:
			h.Told, h.ToldAt = trouble, now
		}
	}, func(ctx context.Context, _ link.Health) error {
		if !tell {
			return nil
		}
		t := Trouble(found.MissingPermissions, found.MissingFields)
		return d.RecordIn(ctx, inbox.Event{Name: notify.EventTrouble, SubjectID: acc.ID,
			Data: map[string]any{"channel": acc.Channel, "name": acc.Name, "trouble": map[string]string{"ru": t.RU, "en": t.EN}}})
	})
}

// LookAfter does for the accounts of ctx's shop what nobody asks for: it renews tokens,
// looks at each account when it is time, and has looked for what no webhook brought. It is
// part of upkeep. One account's fault keeps no other waiting.
func (d *Direct) LookAfter(ctx context.Context) error {
	errs := []error{d.KeepTokens(ctx)}
	list, err := d.Links.List(ctx)
	errs = append(errs, err)
	now := d.Now()
	for _, l := range list {
		if l.Channel != shop.Instagram || l.Status != "active" {
			continue
		}
		errs = append(errs, d.storeHeard(ctx, l.ID))
		if now.Sub(l.Health.CheckedAt) >= CheckEvery {
			if _, err := d.Check(ctx, l.ID); err != nil {
				d.Log.Warn("an Instagram account could not be looked at; it is tried again", "account", l.ID, "fault", fault.CodeOf(err))
			}
		}
		errs = append(errs, d.StartPull(ctx, l.ID))
	}
	return errors.Join(append(errs, d.Links.Forget(ctx))...)
}

// Heard notes that a webhook brought something for an account, as exactly as link.HeardStep.
func (d *Direct) Heard(accountID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard[accountID] = d.Now()
}

// storeHeard stores what Heard has noted.
func (d *Direct) storeHeard(ctx context.Context, accountID string) error {
	d.mu.Lock()
	at, ok := d.heard[accountID]
	delete(d.heard, accountID)
	d.mu.Unlock()
	if !ok {
		return nil
	}
	return d.Links.Change(ctx, accountID, func(h *link.Health) {
		if at.After(h.HeardAt) {
			h.HeardAt = at
		}
	})
}
