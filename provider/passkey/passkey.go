// Package passkey carries out the ceremonies of passkeys (WebAuthn level 3) with
// go-webauthn. It keeps nothing: what begins is given to its caller as state. Only the
// server reaches it; at the edge Supabase Auth signs people in.
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"prilavok/core/fault"
	"prilavok/core/staff/person"
)

// Ceremonies implements person.Ceremonies.
type Ceremonies struct{}

var _ person.Ceremonies = Ceremonies{}

func party(site person.Site) (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{RPID: site.ID, RPDisplayName: site.Name, RPOrigins: []string{site.Origin}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil, fault.Wrap(err, fault.Unsupported, person.ErrPasskeyOff.Code, "passkeys cannot be bound to this address")
	}
	return w, nil
}

// user is a person as the library sees one.
type user struct {
	person.Person
	keys []webauthn.Credential
}

// WebAuthnID implements webauthn.User.
func (u user) WebAuthnID() []byte { return []byte(u.ID) }

// WebAuthnName implements webauthn.User.
func (u user) WebAuthnName() string { return u.Email }

// WebAuthnDisplayName implements webauthn.User.
func (u user) WebAuthnDisplayName() string { return u.Name }

// WebAuthnCredentials implements webauthn.User.
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func userOf(p person.Person, have []person.Passkey) (user, error) {
	u := user{Person: p}
	for _, k := range have {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Credential, &c); err != nil {
			return u, fault.Wrap(err, fault.Internal, "staff.stored_passkey", "a stored passkey cannot be read")
		}
		u.keys = append(u.keys, c)
	}
	return u, nil
}

// both writes what a ceremony begins with.
func both(options, state any, err error) ([]byte, []byte, error) {
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Internal, "staff.ceremony", "a passkey's ceremony did not begin")
	}
	o, err := json.Marshal(options)
	if err != nil {
		return nil, nil, err
	}
	s, err := json.Marshal(state)
	return o, s, err
}

// BeginRegister implements person.Ceremonies.
func (Ceremonies) BeginRegister(site person.Site, p person.Person, have []person.Passkey) (options, state []byte, err error) {
	w, err := party(site)
	if err != nil {
		return nil, nil, err
	}
	u, err := userOf(p, have)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := w.BeginRegistration(u, webauthn.WithExclusions(webauthn.Credentials(u.keys).CredentialDescriptors()))
	return both(creation, session, err)
}

// EndRegister implements person.Ceremonies.
func (Ceremonies) EndRegister(site person.Site, p person.Person, have []person.Passkey, state, answer []byte) (string, []byte, error) {
	w, err := party(site)
	if err != nil {
		return "", nil, err
	}
	u, err := userOf(p, have)
	if err != nil {
		return "", nil, err
	}
	var session webauthn.SessionData
	parsed, parseErr := protocol.ParseCredentialCreationResponseBytes(answer)
	if err := errors.Join(parseErr, json.Unmarshal(state, &session)); err != nil {
		return "", nil, refused(err)
	}
	c, err := w.CreateCredential(u, session, parsed)
	if err != nil {
		return "", nil, refused(err)
	}
	doc, err := json.Marshal(c)
	return nameOf(c.ID), doc, err
}

// BeginLogin implements person.Ceremonies.
func (Ceremonies) BeginLogin(site person.Site) (options, state []byte, err error) {
	w, err := party(site)
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := w.BeginDiscoverableLogin()
	return both(assertion, session, err)
}

// EndLogin implements person.Ceremonies.
func (Ceremonies) EndLogin(site person.Site, state, answer []byte, find func(personID string) (person.Person, []person.Passkey, error)) (person.Person, person.Passkey, error) {
	var who person.Person
	var keys []person.Passkey
	w, err := party(site)
	if err != nil {
		return who, person.Passkey{}, err
	}
	var session webauthn.SessionData
	parsed, parseErr := protocol.ParseCredentialRequestResponseBytes(answer)
	if err := errors.Join(parseErr, json.Unmarshal(state, &session)); err != nil {
		return who, person.Passkey{}, refused(err)
	}
	var findErr error
	_, c, err := w.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		if who, keys, findErr = find(string(handle)); findErr != nil {
			return nil, findErr
		}
		return userOf(who, keys)
	}, session, parsed)
	if findErr != nil {
		return who, person.Passkey{}, findErr
	}
	if err != nil || c.Authenticator.CloneWarning {
		return who, person.Passkey{}, refused(err)
	}
	i := slices.IndexFunc(keys, func(k person.Passkey) bool { return k.CredentialID == nameOf(c.ID) })
	if i < 0 {
		return who, person.Passkey{}, person.ErrPasskey
	}
	keys[i].Credential, err = json.Marshal(c)
	return who, keys[i], err
}

func nameOf(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// refused is what a browser sent that is not taken. The library's words name no secret and
// go to the log only.
func refused(err error) error {
	if err == nil {
		return person.ErrPasskey
	}
	return fault.Wrap(err, fault.Invalid, person.ErrPasskey.Code, "%s", person.ErrPasskey.Message)
}
