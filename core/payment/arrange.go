package payment

import (
	"context"
	"slices"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Use is how people of a shop want an account to be used. What is not in it stays.
type Use struct {
	Active   bool
	Methods  []string
	TwoStage bool
	Titles   map[string]lang.Texts
	Details  lang.Texts
	Receipt  ReceiptRules // rules for single products stay
}

// Key is one of an account's keys, as it may be shown.
type Key struct {
	Secret
	Set   bool
	Value string // of a public one
	Ends  string // the last characters of a secret that is long enough to spare them
}

// Add connects a provider that the shop does not have, behind the others and switched
// off: the shop switches it on once the keys are tested. stand is the address of a test stand, "" the service's own.
//
// Faults: ErrConnected, those of Connect.
func (s *Service) Add(ctx context.Context, provider, stand string, secrets map[string]string) (Account, error) {
	var acc Account
	err := s.inTx(ctx, func(ctx context.Context) error {
		list, err := s.store.PaymentAccounts(ctx)
		if err != nil {
			return err
		}
		a := Account{Provider: provider, Name: s.kinds[provider].Title.In(lang.EN), Config: AccountConfig{BaseURL: stand}}
		for _, x := range list {
			if x.Provider == provider {
				return ErrConnected
			}
			a.Position = max(a.Position, x.Position+1)
		}
		acc, err = s.Connect(ctx, a, secrets)
		return err
	})
	return acc, err
}

// Rekey gives an account other keys; those not given stay. stand nil leaves the address of
// the service as it is.
//
// Faults: ErrNoAccount, ErrSecret.
func (s *Service) Rekey(ctx context.Context, id string, stand *string, secrets map[string]string) (Account, error) {
	return s.alter(ctx, id, func(ctx context.Context, a *Account) error {
		known, err := s.secrets(*a)
		if err != nil {
			return err
		}
		if stand != nil {
			a.Config.BaseURL = *stand
		}
		a.Config.Checked = Checked{}
		return s.sealInto(a, s.kinds[a.Provider], known, secrets)
	})
}

// Arrange changes how the shop uses an account.
//
// Faults: ErrNoAccount; ErrUse for what the provider cannot; ErrNoKeys when an account
// without keys is to be switched on.
func (s *Service) Arrange(ctx context.Context, id string, u Use) (Account, error) {
	return s.alter(ctx, id, func(_ context.Context, a *Account) error {
		kind := s.kinds[a.Provider]
		if err := kind.allows(u); err != nil {
			return err
		}
		secrets, err := s.secrets(*a)
		if err != nil {
			return err
		}
		if u.Active && kind.keyless(secrets) {
			return ErrNoKeys
		}
		u.Receipt.Vats = a.Config.Receipt.Vats
		a.Active = u.Active
		a.Config.Methods, a.Config.TwoStage, a.Config.Titles, a.Config.Details, a.Config.Receipt = u.Methods, u.TwoStage, u.Titles, u.Details, u.Receipt
		return nil
	})
}

// Forget destroys the keys of an account that is switched off. The account stays: what was
// paid by it names it. Money taken by it is given back at the provider from then on, and
// noted by hand.
//
// Faults: ErrNoAccount; ErrInUse while it is switched on; ErrWaiting while money may still
// come by it.
func (s *Service) Forget(ctx context.Context, id string) (Account, error) {
	return s.alter(ctx, id, func(ctx context.Context, a *Account) error {
		if a.Active {
			return ErrInUse
		}
		n, err := s.store.PaymentsWaiting(ctx, a.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrWaiting
		}
		a.SecretKeyID, a.Secret, a.HookHash, a.Config.Checked = "", nil, "", Checked{}
		return nil
	})
}

// Check tests an account and keeps what came of it. It calls the provider.
//
// Faults: ErrNoAccount. What the provider does not like is in the account's Checked.
func (s *Service) Check(ctx context.Context, id string) (Account, error) {
	a, err := s.Own(ctx, id)
	if err != nil {
		return a, err
	}
	c, tested := Checked{At: s.clock()}, a.UpdatedAt
	if err := s.test(ctx, a); err != nil {
		c.Fault, c.Kind = fault.CodeOf(err), fault.KindOf(err).String()
	}
	return s.alter(ctx, id, func(_ context.Context, a *Account) error {
		if a.UpdatedAt.Equal(tested) { // else it has other keys by now
			a.Config.Checked = c
		}
		return nil
	})
}

// Reorder puts accounts into the order in which they are offered; those not named follow.
//
// Faults: ErrNoAccount.
func (s *Service) Reorder(ctx context.Context, ids []string) error {
	return s.inTx(ctx, func(ctx context.Context) error {
		list, err := s.store.PaymentAccounts(ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !slices.ContainsFunc(list, func(a Account) bool { return a.ID == id }) {
				return ErrNoAccount
			}
		}
		place := func(id string) int {
			if i := slices.Index(ids, id); i >= 0 {
				return i
			}
			return len(ids)
		}
		slices.SortStableFunc(list, func(a, b Account) int { return place(a.ID) - place(b.ID) })
		for i, a := range list {
			if a.Position == i {
				continue
			}
			a, err = s.store.HoldPaymentAccount(ctx, a.ID)
			if err != nil {
				return err
			}
			a.Position, a.UpdatedAt = i, s.clock()
			if err := s.store.SavePaymentAccount(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// Own returns an account of ctx's shop.
//
// Faults: ErrNoAccount.
func (s *Service) Own(ctx context.Context, id string) (Account, error) {
	var a Account
	err := s.view(ctx, func(ctx context.Context) error {
		var err error
		a, err = s.store.PaymentAccountByID(ctx, id)
		return err
	})
	if err == nil && a.ShopID != txn.ShopID(ctx) {
		err = ErrNoAccount
	}
	return a, err
}

// KeysOf tells which keys an account has, never what they are; playing says that by them
// no money moves.
func (s *Service) KeysOf(a Account) (list []Key, playing bool, err error) {
	kind := s.kinds[a.Provider]
	secrets, err := s.secrets(a)
	if err != nil {
		return nil, false, err
	}
	for _, x := range kind.Secrets {
		v := secrets[x.Name]
		k := Key{Secret: x, Set: v != ""}
		switch {
		case x.Public:
			k.Value = v
		case len(v) >= 16:
			k.Ends = v[len(v)-4:]
		}
		list = append(list, k)
	}
	return list, a.Config.BaseURL != "" || kind.Playing != nil && kind.Playing(secrets), nil
}

// alter changes an account under the lock of its row.
func (s *Service) alter(ctx context.Context, id string, change func(ctx context.Context, a *Account) error) (Account, error) {
	var out Account
	err := s.inTx(ctx, func(ctx context.Context) error {
		a, err := s.store.HoldPaymentAccount(ctx, id)
		if err != nil {
			return err
		}
		if _, ok := s.kinds[a.Provider]; !ok {
			return ErrNoAccount
		}
		if err := change(ctx, &a); err != nil {
			return err
		}
		a.UpdatedAt = s.clock()
		out = a
		return s.store.SavePaymentAccount(ctx, a)
	})
	return out, err
}

// allows says what of a use the provider cannot do.
func (k Kind) allows(u Use) error {
	wrong := fault.Fields{Fault: ErrUse}
	named := func(name string) bool {
		return slices.ContainsFunc(k.Can.Methods, func(m Method) bool { return m.Name == name })
	}
	for i, name := range u.Methods {
		wrong.Want(named(name) && !slices.Contains(u.Methods[:i], name), "methods", "each is one of the provider's, and named once")
	}
	for name := range u.Titles {
		wrong.Want(named(name), "titles", "each is of a method of the provider")
	}
	r := u.Receipt
	wrong.Want(!u.TwoStage || k.Can.TwoStage, "two_stage", "this provider cannot hold money first")
	wrong.Want(len(u.Details) == 0 || k.Can.Manual, "details", "only money that is paid by hand has details")
	wrong.Want(!r.On || k.Can.Receipts, "receipt.on", "this provider makes no receipts")
	wrong.Want(r.Vat >= 0 && r.Vat <= mostVat && r.DeliveryVat >= 0 && r.DeliveryVat <= mostVat, "receipt.vat", "a code from 1 to 12")
	wrong.Want(r.TaxSystem >= 0 && r.TaxSystem <= 6, "receipt.tax_system", "a code from 1 to 6")
	wrong.Want(r.Email == "" || strings.Contains(r.Email, "@") && !strings.ContainsAny(r.Email, " \n"), "receipt.email", "this is no e-mail address")
	return wrong.Err()
}

// mostVat is the highest of the tax service's codes of VAT.
const mostVat = 12

// keyless reports whether a key is missing that the provider cannot do without.
func (k Kind) keyless(secrets map[string]string) bool {
	return slices.ContainsFunc(k.Secrets, func(x Secret) bool { return !x.Optional && secrets[x.Name] == "" })
}

// keyless answers for an account whose keys were forgotten: nothing can be asked any more,
// and what is asked for definitely did not happen.
type keyless struct{}

// Start implements Provider.
func (keyless) Start(context.Context, StartRequest) (State, error) { return State{}, ErrNoKeys }

// Capture implements Provider.
func (keyless) Capture(context.Context, MoneyRequest) (State, error) { return State{}, ErrNoKeys }

// Void implements Provider.
func (keyless) Void(context.Context, MoneyRequest) (State, error) { return State{}, ErrNoKeys }

// Refund implements Provider.
func (keyless) Refund(context.Context, MoneyRequest) (State, error) { return State{}, ErrNoKeys }

// Notice implements Provider.
func (keyless) Notice(func(string) string, []byte) (Hint, error) { return Hint{}, ErrNoKeys }

// Lookup implements Provider.
func (keyless) Lookup(context.Context, Ref) (State, error) { return State{}, ErrNoKeys }
