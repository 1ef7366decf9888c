package doctor_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/app/doctor"
	"prilavok/core/shop"
	"prilavok/core/shop/link"
)

func TestInstagram(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	account := func(change func(l *link.Linked)) []link.Linked {
		l := link.Linked{Channel: shop.Instagram, Name: "@demo", Status: "active", Health: link.Health{CheckedAt: now.Add(-time.Hour)},
			Config: shop.AccountConfig{TokenUntil: now.Add(50 * 24 * time.Hour)}}
		change(&l)
		return []link.Linked{l, {Channel: shop.Telegram, Status: "revoked"}}
	}
	for name, c := range map[string]struct {
		list   []link.Linked
		strays map[string]int64
		err    error
		state  doctor.State
		said   string
	}{
		"none":            {nil, nil, nil, doctor.Off, "not connected"},
		"no database":     {nil, nil, errors.New("away"), doctor.Fail, "cannot be read"},
		"well":            {account(func(*link.Linked) {}), nil, nil, doctor.OK, "1 account(s)"},
		"disconnected":    {account(func(l *link.Linked) { l.Status = link.StatusDisconnected }), nil, nil, doctor.Off, "not connected"},
		"revoked":         {account(func(l *link.Linked) { l.Status = "revoked" }), nil, nil, doctor.Fail, "revoked"},
		"ended":           {account(func(l *link.Linked) { l.Config.TokenUntil = now }), nil, nil, doctor.Fail, "revoked"},
		"ends soon":       {account(func(l *link.Linked) { l.Config.TokenUntil = now.Add(24 * time.Hour) }), nil, nil, doctor.Warn, "ends soon"},
		"without an end":  {account(func(l *link.Linked) { l.Config.TokenUntil = time.Time{} }), nil, nil, doctor.OK, "1 account(s)"},
		"paused":          {account(func(l *link.Linked) { l.Health.PauseCode = "x" }), nil, nil, doctor.Fail, "holds it back"},
		"a permission":    {account(func(l *link.Linked) { l.Health.Permissions = []string{"x"} }), nil, nil, doctor.Warn, "permissions"},
		"webhooks":        {account(func(l *link.Linked) { l.Health.Fields = []string{"x"} }), nil, nil, doctor.Warn, "webhooks"},
		"not looked at":   {account(func(l *link.Linked) { l.Health.CheckedAt = now.Add(-7 * time.Hour) }), nil, nil, doctor.Warn, "for long"},
		"missed":          {account(func(l *link.Linked) { l.Health.Missed = 4 }), nil, nil, doctor.OK, "4 message(s)"},
		"somebody else's": {nil, map[string]int64{"1784": 3}, nil, doctor.Warn, "account 1784, which no shop has: 3"},
	} {
		check := doctor.Instagram(func(context.Context) ([]link.Linked, map[string]int64, error) { return c.list, c.strays, c.err }, func() time.Time { return now })
		r := check.Run(t.Context())
		if r.State != c.state || !strings.Contains(r.Detail.EN, c.said) || r.Detail.RU == "" || (r.State == doctor.Warn || r.State == doctor.Fail) && (r.Mend.EN == "" || r.Mend.RU == "") {
			t.Errorf("%s: %s, %s, %s", name, r.State, r.Detail.EN, r.Mend.EN)
		}
	}
}
