package shop

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/txn"
	"prilavok/core/zone"
)

// Store is what shops need of a database.
type Store interface {
	ShopByID(ctx context.Context, id string) (Shop, error)
	InsertShop(ctx context.Context, s Shop) error
	// UpdateShop saves a shop whose revision is still s.Revision; ErrRevision else.
	UpdateShop(ctx context.Context, s Shop) error
	// Accounts lists the channel accounts of the shop.
	Accounts(ctx context.Context) ([]Account, error)
	SaveAccount(ctx context.Context, a Account) error
}

// Lookup is what crosses shops: it runs in the system scope.
type Lookup interface {
	AccountByID(ctx context.Context, id string) (Account, error)
	// AccountAt finds an account by the channel's own id of it.
	AccountAt(ctx context.Context, c Channel, externalID string) (Account, error)
	AccountsOf(ctx context.Context, c Channel) ([]Account, error)
	Shops(ctx context.Context) ([]Shop, error)
}

// Keyring encrypts secrets. column is part of the associated data, with the shop.
type Keyring interface {
	Seal(shopID, column string, plain []byte) (keyID string, cipher []byte, err error)
	Open(keyID, shopID, column string, cipher []byte) ([]byte, error)
}

// secretColumn is the associated data of an account's token.
const secretColumn = "channel_accounts.secret"

// Service makes shops and their channel accounts.
type Service struct {
	store Store
	find  Lookup
	tx    txn.Runner
	keys  Keyring
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(store Store, find Lookup, tx txn.Runner, keys Keyring, now func() time.Time, ids *id.Maker) *Service {
	return &Service{store, find, tx, keys, now, ids}
}

// Faults of shops and accounts.
var (
	ErrNoShop    = fault.New(fault.NotFound, "shop.not_found", "there is no such shop")
	ErrNoAccount = fault.New(fault.NotFound, "shop.no_account", "there is no such channel account")
	ErrRevision  = fault.New(fault.Conflict, "shop.revision", "the settings were changed meanwhile: load them again")
)

// Create makes a shop. An empty ID is made; slug, name, currency and time zone are required.
func (s *Service) Create(ctx context.Context, sh Shop) (Shop, error) {
	if sh.ID == "" {
		sh.ID = s.ids.Make("shop")
	}
	if sh.Slug == "" || len(sh.Name) == 0 || len(sh.Currency) != 3 || sh.TimeZone == "" {
		return Shop{}, fault.New(fault.Invalid, "shop.incomplete", "a shop needs a slug, a name, a currency and a time zone")
	}
	if _, err := zone.Load(sh.TimeZone); err != nil {
		return Shop{}, fault.New(fault.Invalid, "shop.time_zone", "not a time zone: write it like Europe/Moscow")
	}
	sh.CreatedAt, sh.UpdatedAt, sh.Revision = s.now(), s.now(), 1
	err := s.tx.InTx(txn.ForShop(ctx, sh.ID), func(ctx context.Context) error { return s.store.InsertShop(ctx, sh) })
	return sh, err
}

// Get returns the shop of ctx's scope.
func (s *Service) Get(ctx context.Context) (Shop, error) {
	var sh Shop
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		sh, err = s.store.ShopByID(ctx, txn.ShopID(ctx))
		return err
	})
	return sh, err
}

// Save changes a shop that nobody else changed since it was read.
func (s *Service) Save(ctx context.Context, sh Shop) (Shop, error) {
	sh.UpdatedAt = s.now()
	err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.UpdateShop(ctx, sh) })
	sh.Revision++
	return sh, err
}

// List returns all shops of the installation.
func (s *Service) List(ctx context.Context) ([]Shop, error) {
	var out []Shop
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		out, err = s.find.Shops(ctx)
		return err
	})
	return out, err
}

// Account finds a channel account of any shop by its id.
func (s *Service) Account(ctx context.Context, id string) (Account, error) {
	var a Account
	err := s.tx.View(txn.Only(txn.ForSystem(ctx)), func(ctx context.Context) error {
		var err error
		a, err = s.find.AccountByID(ctx, id)
		return err
	})
	return a, err
}

// AccountAt finds a channel account of any shop by the channel's own id of it.
func (s *Service) AccountAt(ctx context.Context, c Channel, externalID string) (Account, error) {
	var a Account
	err := s.tx.View(txn.Only(txn.ForSystem(ctx)), func(ctx context.Context) error {
		var err error
		a, err = s.find.AccountAt(ctx, c, externalID)
		return err
	})
	return a, err
}

// AccountsOf lists all accounts of one channel, of all shops.
func (s *Service) AccountsOf(ctx context.Context, c Channel) ([]Account, error) {
	var out []Account
	err := s.tx.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		var err error
		out, err = s.find.AccountsOf(ctx, c)
		return err
	})
	return out, err
}

// SaveAccount stores an account of ctx's shop. A non-empty token replaces its secret,
// encrypted; a non-empty hookSecret replaces the hash that webhooks are checked with.
func (s *Service) SaveAccount(ctx context.Context, a Account, token, hookSecret string) (Account, error) {
	now := s.now()
	if a.ID == "" {
		a.ID, a.CreatedAt = s.ids.Token(22), now
	}
	a.ShopID, a.UpdatedAt = txn.ShopID(ctx), now
	if token != "" {
		keyID, sealed, err := s.keys.Seal(a.ShopID, secretColumn, []byte(token))
		if err != nil {
			return Account{}, err
		}
		a.SecretKeyID, a.Secret = keyID, sealed
	}
	if hookSecret != "" {
		a.HookHash = HashSecret(hookSecret)
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error { return s.store.SaveAccount(ctx, a) })
	return a, err
}

// Token decrypts an account's token. It is never logged and never leaves an adapter.
func (s *Service) Token(a Account) (string, error) {
	if len(a.Secret) == 0 {
		return "", nil
	}
	plain, err := s.keys.Open(a.SecretKeyID, a.ShopID, secretColumn, a.Secret)
	return string(plain), err
}

// HashSecret is how webhook secrets are stored.
func HashSecret(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// SecretMatches compares a received webhook secret with a stored hash in constant time.
func SecretMatches(hash, secret string) bool {
	return hash != "" && subtle.ConstantTimeCompare([]byte(hash), []byte(HashSecret(secret))) == 1
}
