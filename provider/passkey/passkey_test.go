package passkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"prilavok/core/staff/person"
)

var (
	shopSite  = person.Site{ID: "shop.example", Origin: "https://shop.example", Name: "Лавка"}
	otherSite = person.Site{ID: "evil.example", Origin: "https://evil.example", Name: "x"}
	anna      = person.Person{ID: "6f1d2c3b-4a59-4e68-8d77-00000000000a", Email: "anna@shop.example", Name: "Анна"}
)

func partyOf(s person.Site) virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: s.ID, Origin: s.Origin, Name: s.Name}
}

// device is a software authenticator that has a finger on it.
type device struct {
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice(kind virtualwebauthn.KeyType) *device {
	return &device{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(anna.ID)}), virtualwebauthn.NewCredential(kind)}
}

func (d *device) register(t *testing.T, site person.Site, options []byte) []byte {
	t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAttestationResponse(partyOf(site), d.auth, d.key, *o))
}

func (d *device) sign(t *testing.T, site person.Site, options []byte) []byte {
	t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	d.key.Counter++
	return []byte(virtualwebauthn.CreateAssertionResponse(partyOf(site), d.auth, d.key, *o))
}

func enroll(t *testing.T, d *device) person.Passkey {
	t.Helper()
	options, state, err := Ceremonies{}.BeginRegister(shopSite, anna, nil)
	if err != nil {
		t.Fatal(err)
	}
	id, credential, err := Ceremonies{}.EndRegister(shopSite, anna, nil, state, d.register(t, shopSite, options))
	if err != nil {
		t.Fatal(err)
	}
	d.auth.AddCredential(d.key)
	return person.Passkey{ID: "psk_1", PersonID: anna.ID, CredentialID: id, Credential: credential}
}

func TestCeremonies(t *testing.T) {
	for _, kind := range []virtualwebauthn.KeyType{virtualwebauthn.KeyTypeEC2, virtualwebauthn.KeyTypeRSA} {
		d := newDevice(kind)
		k := enroll(t, d)
		for round := range 2 {
			options, state, err := Ceremonies{}.BeginLogin(shopSite)
			if err != nil {
				t.Fatal(err)
			}
			p, used, err := Ceremonies{}.EndLogin(shopSite, state, d.sign(t, shopSite, options), func(id string) (person.Person, []person.Passkey, error) {
				if id != anna.ID {
					t.Errorf("looked for %q", id)
				}
				return anna, []person.Passkey{k}, nil
			})
			if err != nil || p.ID != anna.ID || used.ID != "psk_1" || string(used.Credential) == string(k.Credential) {
				t.Fatalf("%s, round %d: %+v, %s, %v", kind, round, p, used.ID, err)
			}
			k = used
		}
	}
}

// TestOptions: a passkey is kept on its device, its holder shows themselves to it, and one
// that there is already is not made again.
func TestOptions(t *testing.T) {
	k := enroll(t, newDevice(virtualwebauthn.KeyTypeEC2))
	options, _, err := Ceremonies{}.BeginRegister(shopSite, anna, []person.Passkey{k})
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		PublicKey struct {
			ExcludeCredentials     []struct{ ID string }
			AuthenticatorSelection struct{ ResidentKey, UserVerification string }
		}
	}
	if err := json.Unmarshal(options, &o); err != nil || fmt.Sprint(o.PublicKey) != fmt.Sprintf("{[{%s}] {required required}}", k.CredentialID) {
		t.Errorf("asked for %+v, %v", o.PublicKey, err)
	}
}

// TestRefused: every part of an answer that is not as it must be is refused.
func TestRefused(t *testing.T) {
	d := newDevice(virtualwebauthn.KeyTypeEC2)
	k := enroll(t, d)
	known := func(string) (person.Person, []person.Passkey, error) { return anna, []person.Passkey{k}, nil }
	options, state, err := Ceremonies{}.BeginLogin(shopSite)
	if err != nil {
		t.Fatal(err)
	}
	_, otherState, _ := Ceremonies{}.BeginLogin(shopSite)
	stranger := newDevice(virtualwebauthn.KeyTypeEC2)
	lazy := *d
	lazy.auth.Options.UserNotVerified = true
	good := d.sign(t, shopSite, options)
	for what, x := range map[string]struct {
		site   person.Site
		state  []byte
		answer []byte
	}{
		"another challenge":         {shopSite, otherState, good},
		"another site's page":       {shopSite, state, d.sign(t, otherSite, options)},
		"a site of another name":    {otherSite, state, good},
		"another key":               {shopSite, state, stranger.sign(t, shopSite, options)},
		"nobody at the device":      {shopSite, state, lazy.sign(t, shopSite, options)},
		"no JSON":                   {shopSite, state, []byte("x")},
		"nothing":                   {shopSite, state, nil},
		"a signature that is wrong": {shopSite, state, []byte(strings.Replace(string(good), `"signature":"ME`, `"signature":"MF`, 1))},
		"no state":                  {shopSite, []byte("{}"), good},
	} {
		if _, _, err := (Ceremonies{}).EndLogin(x.site, x.state, x.answer, known); !errors.Is(err, person.ErrPasskey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	gone := errors.New("the database is away")
	if _, _, err := (Ceremonies{}).EndLogin(shopSite, state, good, func(string) (person.Person, []person.Passkey, error) { return anna, nil, gone }); !errors.Is(err, gone) {
		t.Errorf("nobody could be looked for: %v", err)
	}
	// A counter that goes back is a copy of the key.
	counted := strings.Replace(string(k.Credential), `"AAGUID":`, `"signCount":900,"AAGUID":`, 1)
	if counted == string(k.Credential) {
		t.Fatalf("the passkey is kept as %s", counted)
	}
	k.Credential = []byte(counted)
	if _, _, err := (Ceremonies{}).EndLogin(shopSite, state, good, known); !errors.Is(err, person.ErrPasskey) {
		t.Errorf("a copied key: %v", err)
	}
}
