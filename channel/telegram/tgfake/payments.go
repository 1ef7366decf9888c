package tgfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// invoice is what createInvoiceLink and sendInvoice have made; it has no end.
type invoice struct {
	payload, currency string
	total             int64
}

// charge is money that was taken.
type charge struct {
	id, payload, currency string
	total                 int64
	chat                  *chat
	at, returned          time.Time
}

var tokenForm = regexp.MustCompile(`^[0-9]+:(TEST|LIVE):.+$`)

// invoiceOf checks the parameters of an invoice.
func invoiceOf(p params) (*invoice, *refusal) {
	var prices []struct {
		Label  string `json:"label"`
		Amount int64  `json:"amount"`
	}
	if no := p.Object("prices", &prices); no != nil {
		return nil, no
	}
	in := &invoice{payload: p.Str("payload"), currency: p.Str("currency")}
	for _, x := range prices {
		in.total += x.Amount
		if x.Label == "" {
			return nil, bad("PRICE_LABEL_INVALID")
		}
	}
	token := p.Str("provider_token")
	switch title, text := len([]rune(p.Str("title"))), len([]rune(p.Str("description"))); {
	case title < 1 || title > 32:
		return nil, bad("INVOICE_TITLE_INVALID")
	case text < 1 || text > 255:
		return nil, bad("INVOICE_DESCRIPTION_INVALID")
	case len(in.payload) < 1 || len(in.payload) > 128:
		return nil, bad("INVOICE_PAYLOAD_INVALID")
	case in.currency == "XTR" && (token != "" || len(prices) != 1):
		return nil, bad("STARS_INVOICE_INVALID")
	case in.currency != "XTR" && !tokenForm.MatchString(token):
		return nil, bad("PAYMENT_PROVIDER_INVALID")
	case len(in.currency) != 3 || in.total < 1:
		return nil, bad("CURRENCY_TOTAL_AMOUNT_INVALID")
	}
	return in, in.receiptFlaw(p.Str("provider_data"))
}

// receiptFlaw is YooKassa's check of a receipt: its sum is the invoice's.
func (in *invoice) receiptFlaw(data string) *refusal {
	if data == "" {
		return nil
	}
	var d struct {
		Receipt struct {
			Items []struct {
				Description, Quantity string
				Amount                struct{ Value, Currency string }
				Vat                   int `json:"vat_code"`
			} `json:"items"`
		} `json:"receipt"`
	}
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		return bad("PROVIDER_DATA_INVALID")
	}
	var sum int64
	for _, i := range d.Receipt.Items {
		n, err := strconv.ParseInt(strings.Replace(i.Amount.Value, ".", "", 1), 10, 64)
		q, err2 := strconv.ParseInt(strings.TrimSuffix(i.Quantity, ".00"), 10, 64)
		if err != nil || err2 != nil || len(i.Amount.Value) < 4 || i.Amount.Value[len(i.Amount.Value)-3] != '.' || i.Vat < 1 || i.Description == "" {
			return bad("PROVIDER_DATA_INVALID")
		}
		sum += n * q
	}
	if sum != in.total {
		return bad("PROVIDER_DATA_INVALID: the receipt sums up to %d", sum)
	}
	return nil
}

func (b *Bot) createInvoiceLink(p params) (any, *refusal) {
	in, no := invoiceOf(p)
	if no != nil {
		return nil, no
	}
	link := fmt.Sprintf("https://t.me/$fake%d", b.server.next())
	b.invoices[link] = in
	return link, nil
}

// Pay opens an invoice by its link and presses Pay; it returns the query's id, as
// Checkout does.
func (u *User) Pay(link string) string {
	u.bot.server.mu.Lock()
	in := u.bot.invoices[link]
	u.bot.server.mu.Unlock()
	if in == nil {
		panic("tgfake: no invoice " + link)
	}
	return u.Checkout(in.payload, in.currency, in.total)
}

// paid takes the money of a checkout that was approved, and tells of it.
func (b *Bot) paid(q *query) {
	c := &charge{id: fmt.Sprintf("%d_%d", b.ID, b.server.next()), payload: q.payload, currency: q.currency, total: q.total, chat: q.chat, at: b.server.opt.Now()}
	b.charges = append(b.charges, c)
	if !b.Silent {
		b.tell(c)
	}
}

func (b *Bot) tell(c *charge) {
	m := &Message{From: c.chat.user, Date: b.server.opt.Now(), extra: map[string]any{"successful_payment": map[string]any{
		"currency": c.currency, "total_amount": c.total, "invoice_payload": c.payload, "telegram_payment_charge_id": c.id, "provider_payment_charge_id": "p" + c.id,
	}}}
	c.chat.add(m)
	b.push("message", m.json(c.chat), queueID(c.chat.id, 0), day)
}

// TellAgain tells of the newest money once more, as another update: a repeated message.
func (b *Bot) TellAgain() {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	b.tell(b.charges[len(b.charges)-1])
}

// Take takes money past every question: what a bot cannot have approved.
func (u *User) Take(payload, currency string, total int64) {
	u.bot.server.mu.Lock()
	defer u.bot.server.mu.Unlock()
	u.bot.paid(&query{chat: u.chat, payload: payload, currency: currency, total: total})
}

// Forget drops what waits to be told, as Telegram does after a day.
func (b *Bot) Forget() {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	b.queue = nil
}

func (b *Bot) refundStarPayment(p params) (any, *refusal) {
	for _, c := range b.charges {
		if c.id != p.Str("telegram_payment_charge_id") || c.currency != "XTR" || c.chat.id != p.Num("user_id") {
			continue
		}
		if !c.returned.IsZero() {
			return nil, bad("CHARGE_ALREADY_REFUNDED")
		}
		c.returned = b.server.opt.Now()
		m := &Message{From: c.chat.user, Date: c.returned, extra: map[string]any{"refunded_payment": map[string]any{
			"currency": "XTR", "total_amount": c.total, "invoice_payload": c.payload, "telegram_payment_charge_id": c.id}}}
		c.chat.add(m)
		b.push("message", m.json(c.chat), queueID(c.chat.id, 0), day)
		return true, nil
	}
	return nil, bad("CHARGE_NOT_FOUND")
}

// getStarTransactions lists money taken and given back, the oldest first.
func (b *Bot) getStarTransactions(p params) (any, *refusal) {
	list := []any{}
	for _, c := range b.charges {
		if c.currency != "XTR" {
			continue
		}
		partner := map[string]any{"type": "user", "transaction_type": "invoice_payment", "user": c.chat.user, "invoice_payload": c.payload}
		list = append(list, map[string]any{"id": c.id, "amount": c.total, "date": c.at.Unix(), "source": partner})
		if !c.returned.IsZero() {
			list = append(list, map[string]any{"id": c.id, "amount": c.total, "date": c.returned.Unix(), "receiver": partner})
		}
	}
	from, n := int(p.Num("offset")), 100
	if p.Has("limit") {
		n = int(p.Num("limit"))
	}
	if n < 1 || n > 100 {
		return nil, bad("LIMIT_INVALID")
	}
	from = min(from, len(list))
	return map[string]any{"transactions": list[from:min(from+n, len(list))]}, nil
}

// Money sums what was taken, and what of it Telegram itself has given back.
func (b *Bot) Money() (taken, back int64) {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	for _, c := range b.charges {
		taken += c.total
		if !c.returned.IsZero() {
			back += c.total
		}
	}
	return taken, back
}

// Charge is money that was taken. ProviderID is of the service behind the token.
type Charge struct {
	ID, ProviderID, Payload, Currency string
	Total                             int64
}

// Charges lists the money that was taken, the oldest first.
func (b *Bot) Charges() (out []Charge) {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	for _, c := range b.charges {
		out = append(out, Charge{c.id, "p" + c.id, c.payload, c.currency, c.total})
	}
	return out
}
