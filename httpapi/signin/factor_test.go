package signin_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/httpapi/signin"
	"prilavok/provider/totp"
	"prilavok/store"
	"prilavok/store/storetest"
)

// secondFactor switches it on and returns its secret and the recovery codes.
func (b *browser) secondFactor() (secret string, codes []string) {
	b.d.T.Helper()
	var begun struct{ Secret, URL string }
	b.do("POST", "/auth/totp/begin", nil).is(200, "").read(&begun)
	if !strings.HasPrefix(begun.URL, "otpauth://totp/") || !strings.Contains(begun.URL, begun.Secret) {
		b.d.T.Errorf("the app reads %s", begun.URL)
	}
	var done struct {
		Codes []string `json:"recovery_codes"`
	}
	b.do("POST", "/auth/totp/finish", map[string]string{"code": b.d.code(begun.Secret, 0)}).is(200, "").read(&done)
	return begun.Secret, done.Codes
}

// code is what an app shows, some time from now.
func (d *desk) code(secret string, later time.Duration) string {
	d.T.Helper()
	c, err := totp.Codes{}.At(secret, d.Now().Add(later))
	d.OK(err)
	return c
}

func TestTOTP(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		b, other := d.person("anna@shop.example", staff.Owner), d.browser()
		other.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		b.do("POST", "/auth/totp/finish", `{"code":"000000"}`).is(409, "staff.no_totp")
		b.do("DELETE", "/auth/totp", nil).is(409, "staff.no_totp")
		secret, codes := b.secondFactor()
		equal(t, "on", b.me().TOTP, true)
		equal(t, "codes", len(codes), 10)
		other.do("GET", "/auth/me", nil).is(401, "staff.no_session")
		b.do("POST", "/auth/totp/begin", nil).is(409, "staff.totp_on")
		signIn := func(password, code string) reply {
			return d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", password, code))
		}
		signIn(goodPassword, "").is(401, "staff.code_required")
		signIn("wrong password", "").is(401, "staff.bad_sign_in")            // not told that there is one
		signIn(goodPassword, d.code(secret, 0)).is(401, "staff.bad_sign_in") // used when it was set up
		d.Pass(30 * time.Second)
		now := d.code(secret, 0)
		signIn("wrong password", now).is(401, "staff.bad_sign_in")
		signIn(goodPassword, now[:3]+" "+now[3:]).is(200, "")
		signIn(goodPassword, now).is(401, "staff.bad_sign_in") // once
		signIn(goodPassword, d.code(secret, 30*time.Second)).is(200, "")
		d.Pass(10 * time.Minute)
		signIn(goodPassword, d.code(secret, time.Minute)).is(401, "staff.bad_sign_in")  // too early
		signIn(goodPassword, d.code(secret, -time.Minute)).is(401, "staff.bad_sign_in") // too late
		d.Pass(time.Hour)
		signIn(goodPassword, strings.ToUpper(codes[3])).is(200, "")
		signIn(goodPassword, codes[3]).is(401, "staff.bad_sign_in") // once
		signIn(goodPassword, strings.ReplaceAll(codes[4], "-", " ")).is(200, "")
		b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, d.code(secret, 0))).is(200, "")
		b.do("DELETE", "/auth/totp", nil).is(204, "")
		signIn(goodPassword, "").is(200, "")
		d.quiet(secret, codes[0], now)
	})
}

// TestGuessingCodes: who has the password guesses few codes, and asking whether one is
// wanted costs nothing and wins nothing.
func TestGuessingCodes(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	secret, _ := b.secondFactor()
	d.Pass(30 * time.Second)
	for i := range 6 {
		d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(401, "staff.code_required")
		d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, fmt.Sprint(i))).is(401, "staff.bad_sign_in")
	}
	d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, d.code(secret, 0))).is(429, "staff.locked")
}

// TestProof: what is dangerous needs a proof that is fresh.
func TestProof(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	worker := d.person("boris@shop.example", staff.Viewer).me().Member.ID
	d.Pass(person.ProofLasts)
	equal(t, "fresh", b.me().Fresh, false)
	dangerous := []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/auth/totp/begin", "", 200}, {"POST", "/auth/totp/finish", `{"code":"1"}`, 422}, {"DELETE", "/auth/totp", "", 204}, {"POST", "/auth/passkeys/begin", "", 200},
		{"POST", "/auth/passkeys/finish", `{"ticket":"x","credential":{},"name":"x"}`, 422}, {"DELETE", "/auth/passkeys/psk_1", "", 404},
		{"DELETE", "/auth/telegram/link", "", 204}, {"POST", "/auth/telegram/link", `{"id":"1"}`, 401},
		{"POST", "/api/v1/invitations", `{"role":"viewer"}`, 201}, {"PATCH", "/api/v1/members/" + worker, `{"role":"manager"}`, 200}, {"POST", "/api/v1/members/" + worker + "/end", "", 200},
	}
	for _, fresh := range []bool{false, true} {
		if fresh {
			b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).is(200, "")
		}
		for _, x := range dangerous {
			var body any
			if x.body != "" {
				body = x.body
			}
			w := b.do(x.method, x.path, body)
			if !fresh && (w.Code != 403 || w.code() != "staff.prove_again") || fresh && w.Code != x.status {
				t.Errorf("%s %s, fresh %v: %d %s", x.method, x.path, fresh, w.Code, w.Body)
			}
		}
	}
}

// phone is a device with a passkey that does not count its answers, as those that are kept
// in a cloud do not.
type phone struct {
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
	site virtualwebauthn.RelyingParty
}

func (b *browser) phone(userID string) *phone {
	return &phone{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(userID)}), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
		virtualwebauthn.RelyingParty{ID: "shop.example", Origin: public, Name: "Prilavok"}}
}

// ceremony is what one begins with.
type ceremony struct {
	Options json.RawMessage
	Ticket  string
}

// enroll adds the phone's passkey.
func (b *browser) enroll(p *phone, name string) reply {
	b.d.T.Helper()
	var c ceremony
	b.do("POST", "/auth/passkeys/begin", `{}`).is(200, "").read(&c)
	o, err := virtualwebauthn.ParseAttestationOptions(string(c.Options))
	b.d.OK(err)
	answer := virtualwebauthn.CreateAttestationResponse(p.site, p.auth, p.key, *o)
	p.auth.AddCredential(p.key)
	return b.do("POST", "/auth/passkeys/finish", map[string]any{"ticket": c.Ticket, "credential": json.RawMessage(answer), "name": name})
}

// answer begins a sign-in and has the phone answer it.
func (b *browser) answer(p *phone) map[string]any {
	b.d.T.Helper()
	var c ceremony
	b.do("POST", "/auth/passkey/begin", `{}`).is(200, "").read(&c)
	o, err := virtualwebauthn.ParseAssertionOptions(string(c.Options))
	b.d.OK(err)
	return map[string]any{"ticket": c.Ticket, "credential": json.RawMessage(virtualwebauthn.CreateAssertionResponse(p.site, p.auth, p.key, *o))}
}

func (d *desk) userOf(memberID string) string {
	d.T.Helper()
	list, err := d.app.Staff.Members(d.Ctx)
	d.OK(err)
	return list[slices.IndexFunc(list, func(m staff.Member) bool { return m.ID == memberID })].UserID
}

func TestPasskeys(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		d := openDesk(t, st, "north")
		b, boris := d.person("anna@shop.example", staff.Owner), d.person("boris@shop.example", staff.Viewer)
		p := b.phone(d.userOf(b.me().Member.ID))
		b.enroll(p, "").is(422, "staff.name")
		var k struct{ ID, Name string }
		b.enroll(p, "Телефон").is(201, "").read(&k)
		b.secondFactor() // a passkey is two factors itself
		equal(t, "passkeys", b.me().Passkeys, 1)
		n := d.browser()
		in := n.answer(p)
		n.do("POST", "/auth/passkey/finish", in).is(200, "")
		equal(t, "signed in is", n.me().Member.Email, "anna@shop.example")
		n.do("POST", "/auth/passkey/finish", in).is(401, "staff.bad_sign_in") // once
		in["ticket"] = fmt.Sprint(in["ticket"]) + "\n"
		n.do("POST", "/auth/passkey/finish", in).is(422, "staff.passkey") // in no other form either
		var page struct {
			Items []struct {
				ID, Name string
				UsedAt   *time.Time `json:"used_at"`
			}
		}
		n.do("GET", "/auth/passkeys", nil).is(200, "").read(&page)
		if len(page.Items) != 1 || page.Items[0].ID != k.ID || page.Items[0].Name != "Телефон" || page.Items[0].UsedAt == nil {
			t.Errorf("the passkeys are %+v", page.Items)
		}
		in = n.answer(p)
		d.Pass(5 * time.Minute)
		d.browser().do("POST", "/auth/passkey/finish", in).is(422, "staff.passkey") // too late
		in = n.answer(p)
		in["ticket"] = "test." + strings.Repeat("A", 80)
		d.browser().do("POST", "/auth/passkey/finish", in).is(422, "staff.passkey") // a forged one
		in = n.answer(p)
		local := d.browser()
		local.host, local.header["Origin"] = "localhost:8080", "http://localhost:8080"
		local.do("POST", "/auth/passkey/finish", in).is(422, "staff.passkey") // begun elsewhere
		stranger := b.phone("6f1d2c3b-4a59-4e68-8d77-00000000000a")
		d.browser().do("POST", "/auth/passkey/finish", n.answer(stranger)).is(422, "staff.passkey")
		// Somebody else's ceremony adds nothing to one's own account.
		var c ceremony
		b.do("POST", "/auth/passkeys/begin", `{}`).is(200, "").read(&c)
		boris.do("POST", "/auth/passkeys/finish", map[string]any{"ticket": c.Ticket, "credential": json.RawMessage(`{}`), "name": "x"}).is(422, "staff.passkey")
		boris.do("PATCH", "/auth/passkeys/"+k.ID, `{"name":"моё"}`).is(404, "staff.no_passkey")
		n.do("PATCH", "/auth/passkeys/"+k.ID, `{"name":" "}`).is(422, "staff.name")
		n.do("PATCH", "/auth/passkeys/"+k.ID, `{"name":"Ноутбук"}`).is(204, "")
		n.do("GET", "/auth/passkeys", nil).is(200, "").read(&page)
		equal(t, "renamed", page.Items[0].Name, "Ноутбук")
		boris.do("DELETE", "/auth/passkeys/"+k.ID, nil).is(404, "staff.no_passkey")
		n.do("DELETE", "/auth/passkeys/"+k.ID, nil).is(204, "")
		d.browser().do("POST", "/auth/passkey/finish", n.answer(p)).is(422, "staff.passkey")
		// An address in numbers has no passkeys.
		local.host, local.header["Origin"] = "127.0.0.1:8080", "http://127.0.0.1:8080"
		local.do("POST", "/auth/passkey/begin", `{}`).is(422, "staff.passkey_off")
	})
}

// widget is what Telegram's Login Widget says, signed by a bot.
func widget(token string, id int64, at time.Time) map[string]any {
	lines := fmt.Sprintf("auth_date=%d\nfirst_name=Olga\nid=%d\nusername=olga_shop", at.Unix(), id)
	key := sha256.Sum256([]byte(token))
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(lines))
	return map[string]any{"id": id, "first_name": "Olga", "username": "olga_shop", "auth_date": at.Unix(), "hash": hex.EncodeToString(mac.Sum(nil))}
}

func TestTelegram(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		const token, foreign = "42:north", "43:south"
		d, south := openDesk(t, st, "north"), openDesk(t, st, "south")
		d.bots = map[string][]person.Bot{d.Shop.ID: {{Name: "north_bot", Token: token}}, south.Shop.ID: {{Name: "south_bot", Token: foreign}}}
		b := d.person("anna@shop.example", staff.Owner)
		other := d.person("boris@shop.example", staff.Viewer)
		sign := func(fields map[string]any) reply { return d.browser().do("POST", "/auth/telegram", fields) }
		var state signin.State
		d.browser().do("GET", "/auth/state", nil).is(200, "").read(&state)
		equal(t, "the bot to sign in by", state.Bot+" "+state.BotID, "north_bot 42")
		sign(widget(token, 77, d.Now())).is(401, "staff.bad_sign_in") // nobody's yet
		linked := widget(token, 77, d.Now())
		b.do("POST", "/auth/telegram/link", widget(foreign, 77, d.Now())).is(401, "staff.bad_sign_in")
		b.do("POST", "/auth/telegram/link", linked).is(204, "")
		sign(linked).is(401, "staff.bad_sign_in") // used
		d.Pass(time.Second)
		other.do("POST", "/auth/telegram/link", widget(token, 77, d.Now())).is(409, "staff.telegram_taken")
		d.Pass(time.Second)
		good := widget(token, 77, d.Now())
		for what, bad := range map[string]map[string]any{"another shop's bot": widget(foreign, 77, d.Now()), "another person": widget(token, 78, d.Now()), "an old one": widget(token, 77, d.Now().Add(-6*time.Minute)),
			"one of the future": widget(token, 77, d.Now().Add(2*time.Minute)), "no bot's": widget("", 77, d.Now()), "nothing": {}, "no hash": {"id": 77, "auth_date": d.Now().Unix()}} {
			if w := sign(bad); w.Code != 401 || w.code() != "staff.bad_sign_in" {
				t.Errorf("%s: %d %s", what, w.Code, w.Body)
			}
		}
		for field := range good {
			changed := widget(token, 77, d.Now())
			changed[field] = "1"
			if field == "auth_date" {
				changed[field] = d.Now().Unix() - 1
			}
			if w := sign(changed); w.Code != 401 {
				t.Errorf("with another %s: %d %s", field, w.Code, w.Body)
			}
		}
		sign(map[string]any{"id": map[string]any{}}).is(400, "api.malformed")
		sign(good).is(200, "")
		sign(good).is(401, "staff.bad_sign_in") // once
		good["hash"] = strings.ToUpper(fmt.Sprint(good["hash"]))
		sign(good).is(401, "staff.bad_sign_in") // in no other form either
		secret, _ := b.secondFactor()
		d.Pass(time.Minute)
		again := widget(token, 77, d.Now())
		sign(again).is(401, "staff.code_required")
		again["code"] = d.code(secret, 0)
		sign(again).is(200, "")
		b.do("DELETE", "/auth/telegram/link", nil).is(204, "")
		sign(widget(token, 77, d.Now().Add(time.Second))).is(401, "staff.bad_sign_in")
	})
}

// TestGuessingAtOnce: requests without a code that began before an account was locked do not
// unlock it when they end.
func TestGuessingAtOnce(t *testing.T) {
	d := openDesk(t, storetest.SQLite(t), "north")
	b := d.person("anna@shop.example", staff.Owner)
	b.secondFactor()
	try := func(code string) reply {
		return d.browser().do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, code))
	}
	held := &held{Hasher: d.hashes.Hasher, come: make(chan bool), leave: make(chan bool)}
	d.hashes.Hasher = held
	codes := make(chan int)
	for range 3 {
		held.next.Store(true)
		b := d.browser()
		go func() { codes <- b.do("POST", "/auth/password", signInAs("anna@shop.example", goodPassword, "")).Code }()
		<-held.come
	}
	for range 3 {
		try("1").is(401, "staff.bad_sign_in")
	}
	try("1").is(429, "staff.locked")
	for range 3 {
		held.leave <- true
		equal(t, "without a code", <-codes, 401)
		try("1").is(429, "staff.locked")
	}
}

// held holds the next comparison of a password until it is let go.
type held struct {
	person.Hasher
	next        atomic.Bool
	come, leave chan bool
}

func (h *held) Verify(ctx context.Context, phc, p string) (bool, bool, error) {
	if h.next.Swap(false) {
		h.come <- true
		<-h.leave
	}
	return h.Hasher.Verify(ctx, phc, p)
}
