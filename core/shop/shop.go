// Package shop is the tenant: a shop, its settings and its channel accounts. Every
// other row of the database belongs to one shop. It is not a place for rules about
// goods, money or conversations.
package shop

import (
	"time"

	"prilavok/core/lang"
	"prilavok/core/zone"
)

// Shop is one tenant of an installation.
type Shop struct {
	ID        string
	Slug      string // in addresses: lower-case letters, digits, hyphens
	Name      lang.Texts
	Languages []lang.Lang // that the shop answers in; the first is the default
	Currency  string      // ISO 4217; every price of the shop is in it
	TimeZone  string      // IANA name
	Settings  Settings
	Revision  int64 // of the settings, for optimistic saving
	CreatedAt time.Time
	UpdatedAt time.Time
}

// DefaultLang returns the shop's first language, Russian when none is set.
func (s Shop) DefaultLang() lang.Lang {
	if len(s.Languages) > 0 {
		return s.Languages[0]
	}
	return lang.RU
}

// Location returns the shop's time zone, UTC when its name is not known here.
func (s Shop) Location() *time.Location {
	z, err := zone.Load(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return z
}

// Speaks returns l if the shop answers in it, else the shop's default.
func (s Shop) Speaks(l lang.Lang) lang.Lang {
	for _, k := range s.Languages {
		if k == l {
			return l
		}
	}
	return s.DefaultLang()
}

// Settings is what an owner can change. It is stored as one JSON document; a
// missing field has the zero meaning written beside it.
type Settings struct {
	Assistant  Assistant  `json:"assistant"`
	Staff      Staff      `json:"staff"`
	Orders     Orders     `json:"orders"`
	Payments   Payments   `json:"payments"`
	Refunds    Refunds    `json:"refunds,omitzero"`
	Notices    Notices    `json:"notices"`
	Contact    Contact    `json:"contact"`
	Shown      Shown      `json:"shown"`
	Comments   Comments   `json:"comments"`
	Promotions Promotions `json:"promotions"`
	Ratings    Ratings    `json:"ratings,omitzero"`
	Greeting   lang.Texts `json:"greeting,omitempty"` // "" is the built-in greeting
}

// Assistant sets how the assistant answers.
type Assistant struct {
	Persona        string  `json:"persona,omitempty"`          // instructions of the owner, data for the model
	Model          string  `json:"model,omitempty"`            // "" is the installation's default
	DailyTokens    int64   `json:"daily_tokens,omitempty"`     // shop's budget a day; 0 is the installation's
	ContactTokens  int64   `json:"contact_tokens,omitempty"`   // a contact's a day
	TurnTokens     int64   `json:"turn_tokens,omitempty"`      // one turn's
	ContactPerHour int     `json:"contact_per_hour,omitempty"` // messages answered per contact and hour; 0 is 120
	Temperature    float64 `json:"temperature,omitempty"`
	Automated      bool    `json:"say_automated,omitempty"` // tells at the start that an assistant answers
	Off            bool    `json:"off,omitempty"`           // model path off: only the deterministic path
	Mode           Mode    `json:"mode,omitempty"`          // who answers free talk; "" is Answers
}

// Mode is who answers what a customer says in their own words. Commands, buttons and the
// steps of a checkout are answered at once in every mode.
type Mode string

const (
	Answers  Mode = "answer" // the assistant does
	Proposes Mode = "draft"  // a person does; the assistant writes them a draft
	Silent   Mode = "off"    // a person does
)

// Shown sets what becomes of what customers show.
type Shown struct {
	NoPictures bool `json:"no_pictures,omitempty"`    // the model sees none of their pictures
	Thank      bool `json:"thank_mentions,omitempty"` // who mentions the shop in a story is thanked, once
}

// Staff sets where operators are told and answer.
type Staff struct {
	AccountID string `json:"account_id,omitempty"` // the channel account whose bot is in the staff chat
	ChatID    string `json:"chat_id,omitempty"`    // Telegram group; "" is none
	Topics    bool   `json:"topics,omitempty"`     // one topic per conversation
}

// Orders sets how orders are numbered and confirmed.
type Orders struct {
	Prefix       string `json:"prefix,omitempty"`        // before the number: "A-" gives A-1042
	FirstNumber  int64  `json:"first_number,omitempty"`  // 0 is 1001
	ReserveHours int    `json:"reserve_hours,omitempty"` // 0 is 72
	MinTotal     int64  `json:"min_total,omitempty"`     // minor units

	PayMinutes    int     `json:"pay_minutes,omitempty"`    // how long goods wait for money paid beforehand; 0 is 60
	OnExpiry      string  `json:"on_expiry,omitempty"`      // "keep": the order stands, its goods are let go; "" cancels it
	CustomerUntil string  `json:"customer_until,omitempty"` // until when customers cancel and change: "paid", "packed", "shipped", "never"; "" is packed
	FeeOnEdit     string  `json:"fee_on_edit,omitempty"`    // "keep": an edit of the goods leaves the delivery's fee; "" reckons it anew, never above the fee as sold
	ReturnDays    int     `json:"return_days,omitempty"`    // after delivery; 0 is 14, below 0 no returns by customers
	ReturnAuto    bool    `json:"return_auto,omitempty"`    // a customer's request within the rules needs no approval
	Stages        []Stage `json:"stages,omitempty"`         // as people see an order; empty: its statuses
}

// Stage is a shop's own name for where an order stands. An order is at the first stage
// whose lists all have its statuses; an empty list takes any. One set by hand has no
// lists and holds until something happens to the order.
type Stage struct {
	Key         string     `json:"key"`
	Title       lang.Texts `json:"title"`
	Status      []string   `json:"status,omitempty"`
	Payment     []string   `json:"payment,omitempty"`
	Fulfillment []string   `json:"fulfillment,omitempty"`
	ByHand      bool       `json:"by_hand,omitempty"`
}

// Payments sets what becomes of money that an order does not need.
type Payments struct {
	Late       Rule `json:"late,omitempty"`       // it came for an order that was canceled or paid already; "" is refund
	Difference Rule `json:"difference,omitempty"` // an edited order costs less; "" is flag
}

// Refunds sets what operators may give back by themselves; managers and the owner may give
// back all.
type Refunds struct {
	OperatorLimit *int64 `json:"operator_limit,omitempty"` // minor units an order; nil is no bound, 0 nothing
}

// Rule says who acts.
type Rule string

const (
	Refund Rule = "refund" // it goes back by itself
	Flag   Rule = "flag"   // a person is told and decides
)

// Notices sets when people are told of what happens.
type Notices struct {
	QuietFrom string `json:"quiet_from,omitempty"`  // "22:00" in the shop's time zone; "" is that. Equal to QuietTo: no quiet hours
	QuietTo   string `json:"quiet_to,omitempty"`    // "" is 09:00
	Staff     bool   `json:"staff_quiet,omitempty"` // staff are left alone as well, but for what cannot wait
}

// Comments bounds what is answered under posts, for each channel account. Instagram publishes
// 750 private replies an hour (100 a second under broadcasts) and no number for answers
// under comments.
type Comments struct {
	PrivatePerHour int `json:"private_per_hour,omitempty"` // 0 is 750
	PublicPerHour  int `json:"public_per_hour,omitempty"`  // 0 is 300
	PatienceHours  int `json:"patience_hours,omitempty"`   // how long a comment waits for its turn; 0 is 24
	LiveMinutes    int `json:"live_minutes,omitempty"`     // how long after a comment its broadcast is taken to go on; 0 is 10
}

// Promotions sets where the shop may advertise: nowhere, unless it says so. Whoever gets one
// must have asked for them besides. Advertising on Instagram is banned in Russia (law 38-FZ,
// from 2025-09-01): a shop there leaves instagram out.
type Promotions struct {
	On       bool   `json:"on,omitempty"`
	Channels Places `json:"channels,omitzero"` // on which
}

// Allows reports whether the shop advertises on a channel.
func (p Promotions) Allows(c Channel) bool { return p.On && p.Channels.Has(c) }

// Ratings sets whether customers are asked how they were served. A shop that does not say so
// asks nobody: a new release does not begin to write to customers by itself.
type Ratings struct {
	On         bool `json:"on,omitempty"`
	EveryDays  int  `json:"every_days,omitempty"`  // how long a customer is left alone after a question; 0 is 30
	AfterHours int  `json:"after_hours,omitempty"` // of silence, where nobody has ended the conversation; 0 is 3
}

// Contact is how people reach the shop without the bot.
type Contact struct {
	Phone   string     `json:"phone,omitempty"`
	Email   string     `json:"email,omitempty"`
	Site    string     `json:"site,omitempty"`
	Address lang.Texts `json:"address,omitempty"`
	Hours   lang.Texts `json:"hours,omitempty"`
}

// Channel names a messenger.
type Channel string

// The channels of Prilavok.
const (
	Telegram  Channel = "telegram"
	Instagram Channel = "instagram"
	Webchat   Channel = "webchat"
)

// Account is a channel account: one bot or page of the shop.
type Account struct {
	ID          string // random; stands in webhook paths
	ShopID      string
	Channel     Channel
	Name        string // for people: @demo_shop_bot
	ExternalID  string // the bot's or page's id on the channel
	Status      string // active, paused, reauth_required, revoked
	SecretKeyID string // key that Secret is encrypted with
	Secret      []byte // the token, AES-256-GCM; associated data shop and column
	HookHash    string // SHA-256 of the webhook secret, hex
	Config      AccountConfig
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// AccountConfig is what we learned about an account or what the owner set for it.
type AccountConfig struct {
	Mode         string   `json:"mode,omitempty"`         // webhook or polling
	Capabilities []string `json:"capabilities,omitempty"` // "drafts", "rich", "topics"
	Offset       int64    `json:"offset,omitempty"`       // of polling
	BaseURL      string   `json:"base_url,omitempty"`     // of the service, for a local server
	Origins      []string `json:"origins,omitempty"`      // pages that may embed the webchat

	TokenAt    time.Time `json:"token_at,omitzero"`    // when the token was issued, of channels whose tokens end
	TokenUntil time.Time `json:"token_until,omitzero"` // its end
	WarnedAt   time.Time `json:"warned_at,omitzero"`   // the owner was told that it ends

	Page    string   `json:"page,omitempty"`    // the Facebook page that an Instagram account is reached through; "" by its own login
	UserIDs []string `json:"users,omitempty"`   // ids under which Meta speaks of who connected it
	Granted []string `json:"granted,omitempty"` // permissions that the owner gave; nil unknown
}

// Has reports whether the account has a capability.
func (c AccountConfig) Has(capability string) bool {
	for _, x := range c.Capabilities {
		if x == capability {
			return true
		}
	}
	return false
}
