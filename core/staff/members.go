package staff

import (
	"context"
	"slices"

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
	list, err := s.membersBy(ctx, who.UserID)
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

// MemberOf finds the row of a person in the shop that an id or a slug names. Who names none
// and is staff of several is taken at home.
//
// Faults: ErrNoMember, ErrWhichShop as a *Choice.
func (s *Service) MemberOf(ctx context.Context, userID, shop, home string) (Member, error) {
	list, err := s.membersBy(ctx, userID)
	if err != nil {
		return Member{}, err
	}
	if shop == "" && slices.ContainsFunc(list, func(m Member) bool { return m.ShopID == home }) {
		shop = home
	}
	return pick(list, shop)
}

func (s *Service) membersBy(ctx context.Context, userID string) (list []Member, err error) {
	err = s.tx.View(txn.Only(txn.ForSystem(ctx)), func(ctx context.Context) error {
		list, err = s.find.MembersByUser(ctx, userID)
		return err
	})
	return list, err
}

// AddMember makes a user of Supabase Auth staff of ctx's shop. Who is or was staff already
// gets the new role and e-mail, and keeps the id.
//
// Faults: ErrUser, ErrEmail, ErrRole.
func (s *Service) AddMember(ctx context.Context, userID, email string, role Role) (Member, error) {
	return s.Hire(ctx, Member{UserID: userID, Email: email, Role: role})
}

// Hire makes a person staff of ctx's shop, by UserID, Email, Name and Role of m. Who is or
// was staff already keeps the id, and the name unless there is a new one.
//
// Faults: ErrUser, ErrEmail, ErrRole.
func (s *Service) Hire(ctx context.Context, m Member) (kept Member, err error) {
	if m.UserID, err = ReadUser(m.UserID); err != nil {
		return Member{}, err
	}
	if m.Email, err = ReadEmail(m.Email); err != nil {
		return Member{}, err
	}
	if m.Role, err = ReadRole(string(m.Role)); err != nil {
		return Member{}, err
	}
	m.ID, m.ShopID, m.CreatedAt = s.ids.Make("mem"), txn.ShopID(ctx), s.time()
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		kept, err = s.members.SaveMember(ctx, m)
		return err
	})
	return kept, err
}

// Promote gives a member of ctx's shop another role, and End takes their rights away; the
// shop's last owner stays one. Each returns the member as before and after.
//
// Faults: ErrNotStaff, ErrRole, ErrLastOwner.
func (s *Service) Promote(ctx context.Context, id string, role Role) (before, after Member, err error) {
	if role, err = ReadRole(string(role)); err != nil {
		return before, after, err
	}
	return s.alter(ctx, id, func(m *Member) { m.Role = role })
}

// End is EndMember that keeps the shop its last owner.
//
// Faults: ErrNotStaff, ErrLastOwner.
func (s *Service) End(ctx context.Context, id string) (before, after Member, err error) {
	return s.alter(ctx, id, func(m *Member) { m.EndedAt = s.time() })
}

func (s *Service) alter(ctx context.Context, id string, fn func(m *Member)) (before, after Member, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.members.HoldMembers(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(m Member) bool { return m.ID == id && m.EndedAt.IsZero() })
		if i < 0 {
			return ErrNotStaff
		}
		before = list[i]
		fn(&list[i])
		after = list[i]
		if !slices.ContainsFunc(list, func(m Member) bool { return m.Role == Owner && m.EndedAt.IsZero() }) {
			return ErrLastOwner
		}
		if after.EndedAt.IsZero() {
			_, err = s.members.SaveMember(ctx, after)
			return err
		}
		_, err = s.members.EndMember(ctx, id, after.EndedAt)
		return err
	})
	return before, after, err
}

// Rename sets a person's name wherever they are staff.
func (s *Service) Rename(ctx context.Context, userID, name string) error {
	list, err := s.membersBy(ctx, userID)
	for _, m := range list {
		if err == nil {
			m.Name = name
			err = s.tx.InTx(txn.ForShop(ctx, m.ShopID), func(ctx context.Context) error {
				_, err := s.members.SaveMember(ctx, m)
				return err
			})
		}
	}
	return err
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
