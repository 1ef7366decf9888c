package admin

import (
	"time"

	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// Money is an amount.
type Money struct {
	Amount   int64  `json:"amount" doc:"whole minor units: kopecks, cents" example:"149900"`
	Currency string `json:"currency" doc:"ISO 4217" pattern:"^[A-Z]{3}$" example:"RUB"`
}

func moneyOf(m money.Money) Money { return Money{m.Amount, m.Currency} }

func (m Money) core() money.Money { return money.Of(m.Amount, m.Currency) }

// Texts is a text by language.
type Texts struct {
	RU string `json:"ru,omitempty" maxLength:"20000"`
	EN string `json:"en,omitempty" maxLength:"20000"`
}

func textsOf(t lang.Texts) Texts { return Texts{t[lang.RU], t[lang.EN]} }

func (t Texts) core() lang.Texts {
	out := lang.Texts{}
	for l, s := range map[lang.Lang]string{lang.RU: t.RU, lang.EN: t.EN} {
		if s != "" {
			out[l] = s
		}
	}
	return out
}

// stamp is a time, left out when it has not come.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// Option is what tells a variant apart: a size, a color.
type Option struct {
	Name  Texts `json:"name"`
	Value Texts `json:"value"`
}

func optionsOf(list []catalog.Attribute) []Option {
	out := make([]Option, len(list))
	for i, o := range list {
		out[i] = Option{textsOf(o.Name), textsOf(o.Value)}
	}
	return out
}

func attributes(list []Option) []catalog.Attribute {
	var out []catalog.Attribute
	for _, o := range list {
		out = append(out, catalog.Attribute{Name: o.Name.core(), Value: o.Value.core()})
	}
	return out
}

// Contact is a person who writes to the shop.
type Contact struct {
	ID            string    `json:"id"`
	Name          string    `json:"name"`
	Lang          string    `json:"lang"`
	Phone         string    `json:"phone,omitempty"`
	PhoneVerified bool      `json:"phone_verified"`
	Email         string    `json:"email,omitempty"`
	CreatedAt     time.Time `json:"created_at"`
}

func contactOf(c contact.Contact) Contact {
	return Contact{c.ID, c.Name, string(c.Lang), c.Phone, c.PhoneVerified, c.Email, c.CreatedAt}
}
