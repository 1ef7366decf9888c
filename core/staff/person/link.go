package person

import (
	"context"
	"errors"
	"slices"
	"time"

	"prilavok/core/staff"
	"prilavok/core/txn"
)

// Newcomer is what somebody who comes by a link says of themselves. Code is needed by who
// signs in here already and has a second factor.
type Newcomer struct {
	Email, Name, Password, Code string
}

func (n *Newcomer) read() (err error) {
	if n.Email, err = staff.ReadEmail(n.Email); err != nil {
		return err
	}
	if n.Name, err = readName(n.Name); err != nil {
		return err
	}
	return checkPassword(n.Password)
}

// First makes the one-time link of the first owner, for each shop that has none; links made
// before end. It returns tokens by shop.
func (s *Service) First(ctx context.Context) (map[string]string, error) {
	shops, err := lookup(ctx, s, s.find.Ownerless)
	out := map[string]string{}
	for _, shop := range shops {
		if err != nil {
			break
		}
		there := txn.ForShop(ctx, shop)
		err = s.tx.InTx(there, func(ctx context.Context) error {
			if _, err := s.tickets.WithdrawTickets(ctx, TicketFirst, "", s.time()); err != nil {
				return err
			}
			t, token, err := s.ticket(ctx, Ticket{Kind: TicketFirst, Role: string(staff.Owner)}, FirstLasts)
			out[t.ShopID] = token
			return err
		})
	}
	return out, err
}

// FirstRun reports whether a shop still waits for its owner.
func (s *Service) FirstRun(ctx context.Context) (bool, error) {
	shops, err := lookup(ctx, s, s.find.Ownerless)
	return len(shops) > 0, err
}

// ticket stores a ticket of ctx's shop and returns its token.
func (s *Service) ticket(ctx context.Context, t Ticket, lasts time.Duration) (Ticket, string, error) {
	token := s.ids.Token(tokenLength)
	t.ID, t.ShopID, t.Hash, t.CreatedAt = s.ids.Make("tkt"), txn.ShopID(ctx), hashOf(token), s.time()
	t.ExpiresAt = t.CreatedAt.Add(lasts)
	if err := s.tickets.ForgetTickets(ctx, t.CreatedAt.Add(-InvitationLasts)); err != nil {
		return t, "", err
	}
	_, err := s.tickets.InsertTicket(ctx, t)
	return t, token, err
}

// Invite makes a link by which one person becomes staff of ctx's shop. With an e-mail only
// who signs in by that may use it.
//
// Faults: staff.ErrEmail, staff.ErrRole.
func (s *Service) Invite(ctx context.Context, role staff.Role, email, by string) (t Ticket, token string, err error) {
	if role, err = staff.ReadRole(string(role)); err != nil {
		return t, "", err
	}
	if email != "" {
		if email, err = staff.ReadEmail(email); err != nil {
			return t, "", err
		}
	}
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		t, token, err = s.ticket(ctx, Ticket{Kind: TicketInvitation, Role: string(role), Email: email, ByID: by}, InvitationLasts)
		return err
	})
	return t, token, err
}

// Invitations lists those of ctx's shop that can still be used.
func (s *Service) Invitations(ctx context.Context) (out []Ticket, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		out, err = s.tickets.OpenTickets(ctx, TicketInvitation, s.time())
		return err
	})
	return out, err
}

// Withdraw ends an invitation of ctx's shop.
//
// Faults: ErrLink.
func (s *Service) Withdraw(ctx context.Context, id string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		n, err := s.tickets.WithdrawTickets(ctx, TicketInvitation, id, s.time())
		if err == nil && n == 0 {
			err = ErrLink
		}
		return err
	})
}

// link finds the ticket of a token that can still be used.
//
// Faults: ErrLink.
func (s *Service) link(ctx context.Context, kind, token string) (Ticket, error) {
	hash := hashOf(token)
	if hash == "" {
		return Ticket{}, ErrLink
	}
	t, err := lookup(ctx, s, func(ctx context.Context) (Ticket, error) { return s.find.TicketByHash(ctx, hash) })
	if err == nil && (t.ID == "" || t.Kind != kind || !t.UsedAt.IsZero() || !s.time().Before(t.ExpiresAt)) {
		err = ErrLink
	}
	return t, err
}

// Invitation tells of what a link invites to.
//
// Faults: ErrLink, ErrLocked.
func (s *Service) Invitation(ctx context.Context, token string, from From) (t Ticket, err error) {
	err = s.attempt(ctx, from, "", func(ctx context.Context) error {
		t, err = s.link(ctx, TicketInvitation, token)
		return err
	})
	return t, err
}

// Open makes the owner of a shop that has none, by the link that First has made.
//
// Faults: ErrLink, ErrOwner, ErrTaken, ErrLocked and those of what is said.
func (s *Service) Open(ctx context.Context, token string, n Newcomer, from From) (Grant, error) {
	return s.come(ctx, TicketFirst, token, n, from)
}

// Accept makes who was invited staff. Somebody who signs in here already says their
// password, and joins.
//
// Faults: ErrLink, ErrInvited, ErrBadSignIn, ErrCode, ErrLocked and those of what is said.
func (s *Service) Accept(ctx context.Context, token string, n Newcomer, from From) (Grant, error) {
	return s.come(ctx, TicketInvitation, token, n, from)
}

func (s *Service) come(ctx context.Context, kind, token string, n Newcomer, from From) (g Grant, err error) {
	err = s.attempt(ctx, from, emailKey(n.Email), func(ctx context.Context) error {
		t, err := s.link(ctx, kind, token)
		if err != nil {
			return err
		}
		if err := n.read(); err != nil {
			return err
		}
		if t.Email != "" && emailKey(t.Email) != emailKey(n.Email) {
			return ErrInvited
		}
		p, err := s.newcomer(ctx, t.ShopID, n)
		if err != nil {
			return err
		}
		if err := s.hire(ctx, t, p); err != nil {
			return err
		}
		g, err = s.grant(ctx, p, ByLink, from)
		return err
	})
	return g, err
}

// newcomer is the person of an e-mail: the one who signs in here already, or a new one,
// who is not stored yet and has no CreatedAt.
func (s *Service) newcomer(ctx context.Context, shop string, n Newcomer) (Person, error) {
	known, err := lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByEmail(ctx, emailKey(n.Email)) })
	if err != nil {
		return known, err
	}
	if known.ID != "" {
		return s.check(ctx, n.Email, n.Password, n.Code)
	}
	phc, err := s.Hasher.Hash(ctx, n.Password)
	return Person{ID: uuid(s.ids.Token(tokenLength)), ShopID: shop, Email: n.Email, Name: n.Name, Password: phc}, err
}

// hire uses a ticket for a person: both take effect, or neither.
func (s *Service) hire(ctx context.Context, t Ticket, p Person) error {
	return s.tx.InTx(txn.ForShop(ctx, t.ShopID), func(ctx context.Context) error {
		now := s.time()
		if ok, err := s.tickets.UseTicket(ctx, t.Hash, now); err != nil || !ok {
			return errors.Join(err, unless(ok, ErrLink))
		}
		list, err := s.staff.Members(ctx)
		if err != nil {
			return err
		}
		if t.Kind == TicketFirst && slices.ContainsFunc(list, func(m staff.Member) bool { return m.Role == staff.Owner && m.EndedAt.IsZero() }) {
			return ErrOwner
		}
		if p.CreatedAt.IsZero() {
			p.CreatedAt, p.UpdatedAt = now, now
			if ok, err := s.people.InsertPerson(ctx, p, emailKey(p.Email)); err != nil || !ok {
				return errors.Join(err, unless(ok, ErrTaken))
			}
		}
		_, err = s.staff.Hire(ctx, staff.Member{UserID: p.ID, Email: p.Email, Name: p.Name, Role: staff.Role(t.Role)})
		return err
	})
}

// unless is err when something did not come about.
func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

// ofShop finds somebody of ctx's shop who signs in here, by e-mail, by the id of the member
// or of the person.
func (s *Service) ofShop(ctx context.Context, who string) (Person, error) {
	list, err := s.staff.Members(ctx)
	if err != nil {
		return Person{}, err
	}
	for _, m := range list {
		if m.ID != who && m.UserID != who && emailKey(m.Email) != emailKey(who) {
			continue
		}
		p, err := lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByID(ctx, m.UserID) })
		if err != nil || p.ID != "" {
			return p, err
		}
	}
	return Person{}, staff.ErrNotStaff
}

// Reset makes a link by which somebody of ctx's shop sets a new password. It is for the
// keeper of the server, who has checked whom it is given to: it opens what a lost password
// and a lost second factor have shut.
//
// Faults: staff.ErrNotStaff.
func (s *Service) Reset(ctx context.Context, who string) (token string, err error) {
	p, err := s.ofShop(ctx, who)
	if err != nil {
		return "", err
	}
	err = s.tx.InTx(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error {
		_, token, err = s.ticket(ctx, Ticket{Kind: TicketReset, PersonID: p.ID}, ResetLasts)
		return err
	})
	return token, err
}

// ResetOf is Reset for a shop's owner, by the id of the member. Who works in other shops as
// well is left to the keeper of the server: the link opens all that they may.
//
// Faults: staff.ErrNotStaff, ErrElsewhere.
func (s *Service) ResetOf(ctx context.Context, memberID string) (token string, err error) {
	p, err := s.ofShop(ctx, memberID)
	if err != nil {
		return "", err
	}
	m, err := s.staff.MemberOf(ctx, p.ID, "", "")
	switch {
	case errors.Is(err, staff.ErrNoMember):
		return "", staff.ErrNotStaff
	case errors.Is(err, staff.ErrWhichShop) || err == nil && (p.ShopID != m.ShopID || m.ShopID != txn.ShopID(ctx)):
		return "", ErrElsewhere
	case err != nil:
		return "", err
	}
	return s.Reset(ctx, memberID)
}

// SetPassword sets a new password by the link of Reset. The second factor is taken off, and
// every session ends.
//
// Faults: ErrLink, ErrPassword, ErrLocked, ErrBusy.
func (s *Service) SetPassword(ctx context.Context, token, password string, from From) error {
	return s.attempt(ctx, from, "", func(ctx context.Context) error {
		t, err := s.link(ctx, TicketReset, token)
		if err != nil {
			return err
		}
		if err := checkPassword(password); err != nil {
			return err
		}
		phc, err := s.Hasher.Hash(ctx, password)
		if err != nil {
			return err
		}
		account := ""
		err = s.alter(ctx, Person{ID: t.PersonID, ShopID: t.ShopID}, func(ctx context.Context, p *Person) error {
			if ok, err := s.tickets.UseTicket(ctx, t.Hash, s.time()); err != nil || !ok {
				return errors.Join(err, unless(ok, ErrLink))
			}
			account = emailKey(p.Email)
			p.Password, p.TOTP, p.Secret, p.SecretKey, p.Recovery = phc, false, nil, "", nil
			return s.sessions.EndSessions(ctx, p.ID, "")
		})
		if err != nil {
			return err
		}
		return s.forgive(ctx, account)
	})
}
