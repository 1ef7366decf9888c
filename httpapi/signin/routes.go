package signin

import (
	"encoding/json"
	"net/http"
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/gate"
)

// routes is all that is answered.
func (h *Handler) routes() []route {
	return append([]route{
		{pattern: "GET /auth/state", fn: state},
		{pattern: "POST /auth/first", fn: first},
		{pattern: "POST /auth/password", fn: password},
		{pattern: "POST /auth/passkey/begin", fn: passkeyBegin},
		{pattern: "POST /auth/passkey/finish", fn: passkeyFinish},
		{pattern: "POST /auth/telegram", fn: telegram},
		{pattern: "GET /auth/invitation/{token}", fn: invitation},
		{pattern: "POST /auth/invitation/{token}", fn: accept},
		{pattern: "POST /auth/reset/{token}", fn: reset},
		{pattern: "POST /auth/sign-out", fn: signOut},

		{pattern: "GET /auth/me", signed: true, fn: me},
		{pattern: "PATCH /auth/me", signed: true, fn: profile},
		{pattern: "GET /auth/sessions", signed: true, fn: sessions},
		{pattern: "DELETE /auth/sessions/{id}", signed: true, fn: endSession},
		{pattern: "POST /auth/password/change", signed: true, fn: changePassword},
		{pattern: "POST /auth/totp/begin", signed: true, fn: totpBegin},
		{pattern: "POST /auth/totp/finish", signed: true, fn: totpFinish},
		{pattern: "DELETE /auth/totp", signed: true, fn: totpDrop},
		{pattern: "GET /auth/passkeys", signed: true, fn: passkeys},
		{pattern: "POST /auth/passkeys/begin", signed: true, fn: newPasskeyBegin},
		{pattern: "POST /auth/passkeys/finish", signed: true, status: http.StatusCreated, fn: newPasskeyFinish},
		{pattern: "PATCH /auth/passkeys/{id}", signed: true, fn: renamePasskey},
		{pattern: "DELETE /auth/passkeys/{id}", signed: true, fn: deletePasskey},
		{pattern: "POST /auth/telegram/link", signed: true, fn: telegramLink},
		{pattern: "DELETE /auth/telegram/link", signed: true, fn: telegramUnlink},
	}, pushRoutes()...)
}

// State is what the first page of the panel needs to know.
type State struct {
	FirstRun bool      `json:"first_run"` // a shop waits for its owner
	SignedIn bool      `json:"signed_in"`
	Methods  []string  `json:"methods"`
	Bot      string    `json:"telegram_bot,omitempty"`
	BotID    string    `json:"telegram_bot_id,omitempty"`
	Supabase *Supabase `json:"supabase,omitempty"`
}

func state(c *call) (any, error) {
	p := c.h.o.People
	s := State{Methods: []string{string(person.ByPassword)}}
	var err error
	if s.FirstRun, err = p.FirstRun(c.ctx()); err != nil {
		return nil, err
	}
	bot, err := p.Bot(c.ctx())
	if err != nil {
		return nil, err
	}
	s.Bot, s.BotID = bot.Name, bot.ID()
	if p.HasPasskeys(c.site.Site) {
		s.Methods = append(s.Methods, string(person.ByPasskey))
	}
	if s.Bot != "" {
		s.Methods = append(s.Methods, string(person.ByTelegram))
	}
	if c.token() != "" {
		_, err := p.Visit(c.ctx(), c.token(), "")
		s.SignedIn = err == nil
	}
	if c.h.o.Supabase.URL != "" {
		s.Supabase = &c.h.o.Supabase
	}
	return s, nil
}

// newcomer is what the forms of links say.
type newcomer struct {
	Token    string `json:"token"`
	Email    string `json:"email"`
	Name     string `json:"name"`
	Password string `json:"password"`
	Code     string `json:"code"`
}

func (n newcomer) core() person.Newcomer {
	return person.Newcomer{Email: clean(n.Email), Name: clean(n.Name), Password: n.Password, Code: n.Code}
}

func first(c *call) (any, error) {
	var in newcomer
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.Open(c.ctx(), in.Token, in.core(), c.from()))
}

func accept(c *call) (any, error) {
	var in newcomer
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.Accept(c.ctx(), c.r.PathValue("token"), in.core(), c.from()))
}

func password(c *call) (any, error) {
	var in newcomer
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.Password(c.ctx(), clean(in.Email), in.Password, in.Code, c.from()))
}

func invitation(c *call) (any, error) {
	t, err := c.h.o.People.Invitation(c.ctx(), c.r.PathValue("token"), c.from())
	if err != nil {
		return nil, err
	}
	sh, err := c.h.o.Shops.Get(txn.ForShop(c.ctx(), t.ShopID))
	doc := map[string]any{"shop": c.nameOf(sh), "role": t.Role}
	if t.Email != "" {
		doc["email"] = t.Email
	}
	return doc, err
}

// nameOf is a shop's name in the language of the browser.
func (c *call) nameOf(sh shop.Shop) string {
	return sh.Name.In(gate.LangOf(c.r), sh.DefaultLang())
}

func reset(c *call) (any, error) {
	var in struct {
		Password string `json:"password"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	c.site.clear(c.w)
	return nil, c.h.o.People.SetPassword(c.ctx(), c.r.PathValue("token"), in.Password, c.from())
}

func signOut(c *call) (any, error) {
	c.site.clear(c.w)
	return nil, c.h.o.People.SignOut(c.ctx(), c.token())
}

// Me is who has signed in, and what they may do.
type Me struct {
	Member   Member        `json:"member"`
	Shop     Shop          `json:"shop"`
	Scopes   []staff.Scope `json:"scopes"`
	TOTP     bool          `json:"totp"`
	Passkeys int           `json:"passkeys"`
	Telegram bool          `json:"telegram"` // an account in Telegram signs them in
	Language lang.Lang     `json:"language"` // of their panel; "" is the shop's
	Fresh    bool          `json:"fresh"`    // dangerous changes need no new proof yet
}

// Shop is the shop that somebody works in.
type Shop struct {
	Slug     string    `json:"slug"`
	Name     string    `json:"name"`
	Currency string    `json:"currency"`
	Zone     string    `json:"zone"`
	Language lang.Lang `json:"language"`
}

func me(c *call) (any, error) {
	v := c.visit
	sh, err := c.h.o.Shops.Get(txn.ForShop(c.ctx(), v.Member.ShopID))
	if err != nil {
		return nil, err
	}
	keys, err := c.h.o.People.PasskeysOf(c.ctx(), v)
	return Me{memberOf(v.Member, v.Person), Shop{sh.Slug, c.nameOf(sh), sh.Currency, sh.TimeZone, sh.DefaultLang()}, v.Member.Role.Scopes(), v.Person.TOTP, len(keys),
		v.Person.TelegramID != "", v.Person.Lang, v.Fresh}, err
}

func profile(c *call) (any, error) {
	var in struct {
		Name     string `json:"name"`
		Language string `json:"language"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if err := c.h.o.People.SetProfile(c.ctx(), c.visit, clean(in.Name), in.Language); err != nil {
		return nil, err
	}
	v, err := c.h.o.People.Known(c.ctx(), c.token(), c.r.Header.Get(gate.ShopHeader))
	if err != nil {
		return nil, err
	}
	c.visit = v
	return me(c)
}

// Session is a browser that has signed in.
type Session struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
	Address   string    `json:"address"`
	Agent     string    `json:"agent"`
	Current   bool      `json:"current"`
}

func sessions(c *call) (any, error) {
	list, err := c.h.o.People.Sessions(c.ctx(), c.visit)
	items := make([]Session, len(list))
	for i, s := range list {
		items[i] = Session{s.ID, s.CreatedAt, s.SeenAt, s.Address, s.Agent, s.ID == c.visit.Session.ID}
	}
	return map[string]any{"items": items}, err
}

func endSession(c *call) (any, error) {
	id := c.r.PathValue("id")
	if id == c.visit.Session.ID {
		c.site.clear(c.w)
	}
	return nil, c.h.o.People.EndSession(c.ctx(), c.visit, clean(id))
}

func changePassword(c *call) (any, error) {
	var in struct {
		Old string `json:"old"`
		New string `json:"new"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.ChangePassword(c.ctx(), c.visit, in.Old, in.New, c.from()))
}

func totpBegin(c *call) (any, error) {
	sh, err := c.h.o.Shops.Get(txn.ForShop(c.ctx(), c.visit.Member.ShopID))
	if err != nil {
		return nil, err
	}
	secret, url, err := c.h.o.People.BeginTOTP(c.ctx(), c.visit, c.nameOf(sh))
	return map[string]string{"secret": secret, "url": url}, err
}

func totpFinish(c *call) (any, error) {
	var in struct {
		Code string `json:"code"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	codes, err := c.h.o.People.FinishTOTP(c.ctx(), c.visit, in.Code)
	return map[string]any{"recovery_codes": codes}, err
}

func totpDrop(c *call) (any, error) { return nil, c.h.o.People.DropTOTP(c.ctx(), c.visit) }

// begun is what a ceremony of passkeys begins with.
func begun(options []byte, ticket string, err error) (any, error) {
	return map[string]any{"options": json.RawMessage(options), "ticket": ticket}, err
}

// finished is what one ends with.
type finished struct {
	Ticket     string          `json:"ticket"`
	Credential json.RawMessage `json:"credential"`
	Name       string          `json:"name"`
}

func passkeyBegin(c *call) (any, error) {
	return begun(c.h.o.People.BeginPasskey(c.ctx(), c.site.Site))
}

func passkeyFinish(c *call) (any, error) {
	var in finished
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.EndPasskey(c.ctx(), c.site.Site, in.Ticket, in.Credential, c.from()))
}

func newPasskeyBegin(c *call) (any, error) {
	return begun(c.h.o.People.BeginNewPasskey(c.ctx(), c.visit, c.site.Site))
}

// Passkey is a key of a device of one's own.
type Passkey struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at,omitempty"`
}

func passkeyOf(k person.Passkey) Passkey {
	out := Passkey{ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt}
	if !k.UsedAt.IsZero() {
		out.UsedAt = &k.UsedAt
	}
	return out
}

func newPasskeyFinish(c *call) (any, error) {
	var in finished
	if err := c.read(&in); err != nil {
		return nil, err
	}
	k, err := c.h.o.People.EndNewPasskey(c.ctx(), c.visit, c.site.Site, in.Ticket, in.Credential, clean(in.Name))
	return passkeyOf(k), err
}

func passkeys(c *call) (any, error) {
	list, err := c.h.o.People.PasskeysOf(c.ctx(), c.visit)
	items := make([]Passkey, len(list))
	for i, k := range list {
		items[i] = passkeyOf(k)
	}
	return map[string]any{"items": items}, err
}

func renamePasskey(c *call) (any, error) {
	var in struct {
		Name string `json:"name"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return nil, c.h.o.People.RenamePasskey(c.ctx(), c.visit, clean(c.r.PathValue("id")), clean(in.Name))
}

func deletePasskey(c *call) (any, error) {
	return nil, c.h.o.People.DeletePasskey(c.ctx(), c.visit, clean(c.r.PathValue("id")))
}

// widget reads the fields of Telegram's Login Widget as they are signed, and the code of a
// second factor beside them.
func (c *call) widget() (fields map[string]string, code string, err error) {
	var in map[string]any
	if err := c.read(&in); err != nil {
		return nil, "", err
	}
	fields = map[string]string{}
	for name, v := range in {
		switch v := v.(type) {
		case string:
			fields[name] = v
		case json.Number:
			fields[name] = v.String()
		case nil:
		default:
			return nil, "", gate.ErrMalformed
		}
	}
	code = fields["code"]
	delete(fields, "code")
	return fields, code, nil
}

func telegram(c *call) (any, error) {
	fields, code, err := c.widget()
	if err != nil {
		return nil, err
	}
	return c.begin(c.h.o.People.Telegram(c.ctx(), fields, code, c.from()))
}

func telegramLink(c *call) (any, error) {
	fields, _, err := c.widget()
	if err != nil {
		return nil, err
	}
	return nil, c.h.o.People.LinkTelegram(c.ctx(), c.visit, fields)
}

func telegramUnlink(c *call) (any, error) {
	return nil, c.h.o.People.UnlinkTelegram(c.ctx(), c.visit)
}
