package staff

import (
	"context"

	"prilavok/core/txn"
)

// Accept makes SignIn take the tokens that t knows. It is called once, while the shop is
// wired; without it only API keys open anything.
func (s *Service) Accept(t Tokens) { s.tokens = t }

// Choice is ErrWhichShop with the slugs of the shops that there are to choose from.
type Choice struct{ Shops []string }

// Error implements error.
func (c *Choice) Error() string { return ErrWhichShop.Error() }

// Unwrap returns ErrWhichShop.
func (c *Choice) Unwrap() error { return ErrWhichShop }

// SignIn finds the member of staff whom an access token speaks for, in the shop that an id
// or a slug names; it may be left empty by who is staff of one shop. ctx needs no scope and
// no unit of work is open in it.
//
// Faults: ErrNoSignIn, those of Tokens, ErrNoMember, ErrWhichShop as a *Choice.
func (s *Service) SignIn(ctx context.Context, token, shop string) (Member, error) {
	if s.tokens == nil {
		return Member{}, ErrNoSignIn
	}
	who, err := s.tokens.Verify(ctx, token)
	if err != nil {
		return Member{}, err
	}
	var list []Member
	err = s.tx.View(txn.Only(txn.ForSystem(ctx)), func(ctx context.Context) error {
		var err error
		list, err = s.find.MembersByUser(ctx, who.UserID)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	return pick(list, shop)
}

// pick finds the one row that a request is for. A shop that is none, and one whose staff
// the person is not or no longer, look alike.
func pick(list []Member, shop string) (Member, error) {
	switch {
	case shop == "" && len(list) == 1:
		return list[0], nil
	case shop == "" && len(list) > 1:
		c := &Choice{}
		for _, m := range list {
			c.Shops = append(c.Shops, m.ShopSlug)
		}
		return Member{}, c
	}
	for _, by := range []func(Member) string{func(m Member) string { return m.ShopID }, func(m Member) string { return m.ShopSlug }} {
		for _, m := range list {
			if by(m) == shop {
				return m, nil
			}
		}
	}
	return Member{}, ErrNoMember
}

// AddMember makes a user of Supabase Auth staff of ctx's shop. Who is or was staff already
// gets the new role and e-mail, and keeps the id.
//
// Faults: ErrUser, ErrEmail, ErrRole.
func (s *Service) AddMember(ctx context.Context, userID, email string, role Role) (Member, error) {
	userID, err := ReadUser(userID)
	if err != nil {
		return Member{}, err
	}
	if email, err = readEmail(email); err != nil {
		return Member{}, err
	}
	if role, err = ReadRole(string(role)); err != nil {
		return Member{}, err
	}
	m := Member{ID: s.ids.Make("mem"), ShopID: txn.ShopID(ctx), UserID: userID, Email: email, Role: role, CreatedAt: s.time()}
	var kept Member
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		kept, err = s.members.SaveMember(ctx, m)
		return err
	})
	return kept, err
}

// Members lists the shop's staff, the newest first, those who are no longer there too.
func (s *Service) Members(ctx context.Context) ([]Member, error) {
	var out []Member
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.members.Members(ctx)
		return err
	})
	return out, err
}

// EndMember takes a member's rights away at once, by the member's id or the user's.
//
// Faults: ErrNotStaff, also for one who was ended before.
func (s *Service) EndMember(ctx context.Context, memberOrUser string) error {
	if user, err := ReadUser(memberOrUser); err == nil {
		memberOrUser = user
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		ok, err := s.members.EndMember(ctx, memberOrUser, s.time())
		if err == nil && !ok {
			return ErrNotStaff
		}
		return err
	})
}
