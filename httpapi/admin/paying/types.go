package paying

import (
	"context"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/payment"
	"prilavok/httpapi/admin/gate"
)

// PayTexts is a text by language.
type PayTexts struct {
	RU string `json:"ru,omitempty" maxLength:"2000"`
	EN string `json:"en,omitempty" maxLength:"2000"`
}

func phrase(p lang.Phrase) PayTexts { return PayTexts{p.RU, p.EN} }

func textsOf(t lang.Texts) PayTexts { return PayTexts{t[lang.RU], t[lang.EN]} }

func (t PayTexts) core() lang.Texts {
	var out lang.Texts
	for l, s := range map[lang.Lang]string{lang.RU: t.RU, lang.EN: t.EN} {
		if s == "" {
			continue
		}
		if out == nil {
			out = lang.Texts{}
		}
		out[l] = s
	}
	return out
}

// PayMethod is one way to pay that a provider has.
type PayMethod struct {
	Name     string   `json:"name" example:"sbp"`
	Title    PayTexts `json:"title" doc:"on the button, unless the shop says it otherwise"`
	TwoStage bool     `json:"two_stage" doc:"money can be held first"`
}

// PayKey is one thing that a provider is connected by.
type PayKey struct {
	Name     string   `json:"name" example:"secret_key"`
	Title    PayTexts `json:"title"`
	Optional bool     `json:"optional"`
	Public   bool     `json:"public" doc:"an id rather than a secret: it is shown"`
}

// PayProvider is a service that can be connected, and what it can do.
type PayProvider struct {
	Provider   string      `json:"provider" example:"yookassa"`
	Title      PayTexts    `json:"title"`
	Where      PayTexts    `json:"where" doc:"where its keys are found, and where the notice address goes"`
	Methods    []PayMethod `json:"methods"`
	Keys       []PayKey    `json:"keys"`
	Currencies []string    `json:"currencies" doc:"none: any"`
	Fits       bool        `json:"fits" doc:"it takes the shop's currency"`
	Manual     bool        `json:"manual" doc:"no service: people say what was paid"`
	Inside     bool        `json:"inside" doc:"paid inside the messenger: no public address is needed"`
	TwoStage   bool        `json:"two_stage"`
	Partial    bool        `json:"partial_refunds"`
	Refunds    bool        `json:"refunds"`
	Receipts   bool        `json:"receipts" doc:"makes fiscal receipts"`
	Notices    bool        `json:"notices" doc:"posts to us what has happened: it needs the notice address"`
	Tests      bool        `json:"tests" doc:"its keys can be tested"`
	Stand      bool        `json:"stand" doc:"it may be a test stand at an address of one's own"`
}

func providerOf(k payment.Kind, currency string) PayProvider {
	c := k.Can
	p := PayProvider{Provider: k.Name, Title: phrase(k.Title), Where: phrase(k.Where), Methods: []PayMethod{}, Keys: []PayKey{}, Currencies: append([]string{}, c.Currencies...),
		Fits: payment.Among(currency, c.Currencies) == nil, Manual: c.Manual, Inside: c.Inside, TwoStage: c.TwoStage, Partial: c.PartialRefunds, Refunds: c.Refunds,
		Receipts: c.Receipts, Notices: c.Notices, Tests: k.Test != nil}
	for _, m := range c.Methods {
		p.Methods = append(p.Methods, PayMethod{m.Name, phrase(m.Title), m.TwoStage})
	}
	for _, x := range k.Secrets {
		p.Keys = append(p.Keys, PayKey{x.Name, phrase(x.Title), x.Optional, x.Public})
	}
	return p
}

// PayKeySet tells that a key is there, and never what it is.
type PayKeySet struct {
	Name  string `json:"name"`
	Set   bool   `json:"set"`
	Value string `json:"value,omitempty" doc:"of a public one"`
	Ends  string `json:"ends,omitempty" doc:"the last four characters of a long secret, to tell it from others"`
}

// ReceiptRules is what fiscal receipts say (54-ФЗ), by the tax service's codes.
type ReceiptRules struct {
	On          bool   `json:"on"`
	Vat         int    `json:"vat,omitempty" minimum:"0" maximum:"12" doc:"of goods; 0 is 1, no VAT"`
	DeliveryVat int    `json:"delivery_vat,omitempty" minimum:"0" maximum:"12" doc:"0 is as goods"`
	TaxSystem   int    `json:"tax_system,omitempty" minimum:"0" maximum:"6" doc:"0 is not told"`
	Mode        string `json:"mode,omitempty" enum:"full_prepayment,full_payment,prepayment,advance" doc:"left out: full_prepayment"`
	Email       string `json:"email,omitempty" maxLength:"200" doc:"where receipts go when the customer has no address"`
}

// PayUse is how the shop uses an account.
type PayUse struct {
	Active   bool                `json:"active" doc:"customers are offered it"`
	Methods  []string            `json:"methods,omitempty" maxItems:"50" doc:"offered, in this order; none: all"`
	TwoStage bool                `json:"two_stage,omitempty" doc:"hold money first, take it when the goods are sent"`
	Titles   map[string]PayTexts `json:"titles,omitempty" doc:"of methods, in the shop's own words"`
	Details  *PayTexts           `json:"details,omitempty" doc:"where to transfer to; told to who pays by hand"`
	Receipt  *ReceiptRules       `json:"receipt,omitempty"`
}

func (u PayUse) core() payment.Use {
	out := payment.Use{Active: u.Active, Methods: u.Methods, TwoStage: u.TwoStage}
	for name, t := range u.Titles {
		if texts := t.core(); texts != nil {
			if out.Titles == nil {
				out.Titles = map[string]lang.Texts{}
			}
			out.Titles[name] = texts
		}
	}
	if u.Details != nil {
		out.Details = u.Details.core()
	}
	if r := u.Receipt; r != nil {
		out.Receipt = payment.ReceiptRules{On: r.On, Vat: r.Vat, DeliveryVat: r.DeliveryVat, TaxSystem: r.TaxSystem, Mode: r.Mode, Email: r.Email}
	}
	return out
}

// PayCheck is what the last test of an account has come to.
type PayCheck struct {
	At   time.Time `json:"at"`
	OK   bool      `json:"ok"`
	Code string    `json:"code,omitempty" doc:"of the fault" example:"yookassa.credentials"`
	Why  string    `json:"why,omitempty" doc:"what is wrong and what to do, in the language asked for"`
}

// PayAccount is a provider that the shop has connected.
type PayAccount struct {
	ID       string      `json:"id"`
	Provider string      `json:"provider"`
	Keys     []PayKeySet `json:"keys"`
	Whole    bool        `json:"whole" doc:"it has all keys that it needs"`
	Playing  bool        `json:"playing" doc:"a test stand or a test shop: no money moves"`
	BaseURL  string      `json:"base_url,omitempty" doc:"of the test stand"`
	Checked  *PayCheck   `json:"checked,omitempty"`
	PayUse
}

func (a *api) accountOf(ctx context.Context, x payment.Account) (PayAccount, error) {
	keys, playing, err := a.Payments.KeysOf(x)
	if err != nil {
		return PayAccount{}, err
	}
	c := x.Config
	details, r := textsOf(c.Details), c.Receipt
	out := PayAccount{ID: x.ID, Provider: x.Provider, Keys: []PayKeySet{}, Whole: true, Playing: playing, BaseURL: c.BaseURL, PayUse: PayUse{Active: x.Active, Methods: c.Methods,
		TwoStage: c.TwoStage, Titles: map[string]PayTexts{}, Details: &details, Receipt: &ReceiptRules{r.On, r.Vat, r.DeliveryVat, r.TaxSystem, r.Mode, r.Email}}}
	for _, k := range keys {
		out.Keys = append(out.Keys, PayKeySet{k.Name, k.Set, k.Value, k.Ends})
		out.Whole = out.Whole && (k.Set || k.Optional)
	}
	for name, t := range c.Titles {
		out.Titles[name] = textsOf(t)
	}
	if !c.Checked.At.IsZero() {
		out.Checked = &PayCheck{c.Checked.At.UTC(), c.Checked.Fault == "", c.Checked.Fault, why(c.Checked, gate.CallerOf(ctx).Lang)}
	}
	return out, nil
}

// whys say what a failed test means, by the kind of its fault.
var whys = lang.Table[string]{
	{fault.Unauthorized.String(), lang.Phrase{RU: "Сервис не принимает эти ключи: скопируйте их в его кабинете ещё раз, целиком.", EN: "The service does not accept these keys: copy them from its account once more, whole."}},
	{fault.Forbidden.String(), lang.Phrase{RU: "Сервис знает эти ключи, но не разрешает ими пользоваться: проверьте в его кабинете, что магазин включён.", EN: "The service knows these keys and does not let them be used: see in its account that the shop is switched on."}},
	{fault.Unavailable.String(), lang.Phrase{RU: "Сервис не отвечает: про ключи это ничего не говорит. Попробуйте ещё раз чуть позже.", EN: "The service does not answer, which says nothing about the keys. Try again a little later."}},
	{fault.TooMany.String(), lang.Phrase{RU: "Сервис просит подождать: попробуйте через минуту.", EN: "The service asks to wait: try again in a minute."}},
	{"", lang.Phrase{RU: "Сервис ответил отказом: посмотрите код ошибки и настройки магазина в его кабинете.", EN: "The service has refused: see the code of the fault, and the shop's settings in its account."}},
	{payment.ErrNoKeys.Code, lang.Phrase{RU: "Ключи забыты: введите их снова.", EN: "The keys were forgotten: enter them again."}},
	{"app.no_bot", lang.Phrase{RU: "У магазина нет работающего бота в Telegram: сначала подключите его в «Каналах».", EN: "The shop has no working Telegram bot: connect one in Channels first."}},
}

func why(c payment.Checked, l lang.Lang) string {
	if c.Fault == "" {
		return ""
	}
	for _, key := range []string{c.Fault, c.Kind} {
		if p, ok := whys.Find(key); ok {
			return p.In(l)
		}
	}
	return whys.Of("").In(l)
}
