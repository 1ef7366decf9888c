package payment

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Account is a provider that a shop has connected. A shop has one of each.
type Account struct {
	ID          string // random; stands in the path that notices are posted to
	ShopID      string
	Provider    string
	Name        string // for people
	Active      bool
	Position    int
	SecretKeyID string
	Secret      []byte // a JSON object of the account's keys, sealed
	HookHash    string // SHA-256 of the path's secret, hex
	Config      AccountConfig
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// AccountConfig is how a shop uses an account.
type AccountConfig struct {
	Methods  []string              `json:"methods,omitempty"`   // names offered, in this order; none: all
	TwoStage bool                  `json:"two_stage,omitempty"` // hold first, take when the goods are sent
	BaseURL  string                `json:"base_url,omitempty"`  // of the service, for a test stand
	Titles   map[string]lang.Texts `json:"titles,omitempty"`    // by method name
	Details  lang.Texts            `json:"details,omitempty"`   // told to who pays by hand: where to transfer to
	Receipt  ReceiptRules          `json:"receipt,omitzero"`
	Checked  Checked               `json:"checked,omitzero"` // the last test; new keys have none
}

// Checked is what a test of an account has come to.
type Checked struct {
	At    time.Time `json:"at"`
	Fault string    `json:"fault,omitempty"` // code of what is wrong; "" when the keys are good
	Kind  string    `json:"kind,omitempty"`  // of that fault
}

// secretColumn is the associated data of an account's keys.
const secretColumn = "payment_accounts.secret"

// hookKey is where the path's secret lies among the sealed keys.
const hookKey = "hook"

// Connect stores an account of ctx's shop: the one of its provider that exists is
// changed. Keys that are not given keep their values.
//
// Faults: ErrNoAccount for an unknown provider, ErrSecret.
func (s *Service) Connect(ctx context.Context, a Account, secrets map[string]string) (Account, error) {
	kind, ok := s.kinds[a.Provider]
	if !ok {
		return Account{}, ErrNoAccount
	}
	var acc Account
	err := s.inTx(ctx, func(ctx context.Context) error {
		list, err := s.store.PaymentAccounts(ctx)
		if err != nil {
			return err
		}
		acc = a
		acc.ID, acc.ShopID, acc.CreatedAt = s.ids.Token(22), txn.ShopID(ctx), s.clock()
		first := true
		known := map[string]string{}
		for _, x := range list {
			if x.Provider != a.Provider {
				continue
			}
			first = false
			acc.ID, acc.CreatedAt = x.ID, x.CreatedAt
			if known, err = s.secrets(x); err != nil {
				return err
			}
		}
		acc.UpdatedAt = s.clock()
		if err := s.sealInto(&acc, kind, known, secrets); err != nil {
			return err
		}
		if err := s.store.SavePaymentAccount(ctx, acc); err != nil || !first || kind.Can.Manual {
			return err
		}
		return s.tonight(ctx)
	})
	return acc, err
}

// sealInto checks and seals the keys of an account. One that has no secret for the path of
// its notices gets one.
func (s *Service) sealInto(a *Account, kind Kind, known, given map[string]string) error {
	all := map[string]string{hookKey: known[hookKey]}
	if all[hookKey] == "" {
		all[hookKey] = s.ids.Token(32)
	}
	a.HookHash = hash(all[hookKey])
	for _, want := range kind.Secrets {
		v := strings.TrimSpace(given[want.Name])
		if v == "" {
			v = known[want.Name]
		}
		if v == "" && !want.Optional {
			return fault.New(fault.Invalid, ErrSecret.Code, "%s: the key %q is missing", kind.Name, want.Name)
		}
		all[want.Name] = v
	}
	for name := range given {
		if _, ok := all[name]; !ok || name == hookKey {
			return fault.New(fault.Invalid, ErrSecret.Code, "%s has no key %q", kind.Name, name)
		}
	}
	plain, err := json.Marshal(all)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "payment.secret_form", "the keys of an account")
	}
	a.SecretKeyID, a.Secret, err = s.keys.Seal(a.ShopID, secretColumn, plain)
	if err != nil {
		return err
	}
	_, err = kind.Open(*a, all)
	return err
}

// secrets opens the keys of an account. They are never logged.
func (s *Service) secrets(a Account) (map[string]string, error) {
	out := map[string]string{}
	if len(a.Secret) == 0 {
		return out, nil
	}
	plain, err := s.keys.Open(a.SecretKeyID, a.ShopID, secretColumn, a.Secret)
	if err != nil {
		return nil, err
	}
	return out, fault.Wrap(json.Unmarshal(plain, &out), fault.Internal, "payment.secret_form", "the keys of an account")
}

// HookPath is the path that the provider of an account is to post to. It holds a secret.
func (s *Service) HookPath(a Account) (string, error) {
	secrets, err := s.secrets(a)
	if err != nil || secrets[hookKey] == "" {
		return "", err
	}
	return "/pay/" + a.ID + "/" + secrets[hookKey] + "/notice", nil
}

func (s *Service) ownAccount(ctx context.Context, provider string) (Account, error) {
	list, err := s.store.PaymentAccounts(ctx)
	if err != nil {
		return Account{}, err
	}
	for _, a := range list {
		if a.Provider == provider {
			return a, nil
		}
	}
	return Account{}, ErrNoAccount
}

// List returns the accounts of ctx's shop, as they are offered.
func (s *Service) List(ctx context.Context) ([]Account, error) {
	var out []Account
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.PaymentAccounts(ctx)
		return err
	})
	return out, err
}

// Test asks the provider whether the account works. It calls.
func (s *Service) Test(ctx context.Context, provider string) error {
	var acc Account
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		acc, err = s.ownAccount(ctx, provider)
		return err
	})
	if err != nil {
		return err
	}
	return s.test(ctx, acc)
}

func (s *Service) test(ctx context.Context, a Account) error {
	p, err := s.open(a)
	if err != nil {
		return err
	}
	if _, none := p.(keyless); none {
		return ErrNoKeys
	}
	if test := s.kinds[a.Provider].Test; test != nil {
		return test(ctx, p)
	}
	return nil
}

// Account finds any shop's account by its id, for notices.
func (s *Service) Account(ctx context.Context, id string) (Account, error) {
	var a Account
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		a, err = s.store.PaymentAccountByID(ctx, id)
		return err
	})
	return a, err
}

// open makes the provider of an account.
func (s *Service) open(a Account) (Provider, error) {
	kind, ok := s.kinds[a.Provider]
	if !ok {
		return nil, ErrNoAccount
	}
	secrets, err := s.secrets(a)
	if err != nil {
		return nil, err
	}
	if kind.keyless(secrets) {
		return keyless{}, nil
	}
	return kind.Open(a, secrets)
}

// HookAllowed compares a path's secret with what is stored, in constant time.
func (a Account) HookAllowed(secret string) bool {
	return a.HookHash != "" && subtle.ConstantTimeCompare([]byte(a.HookHash), []byte(hash(secret))) == 1
}

func hash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}
