package person

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"prilavok/core/fold"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

// grant begins a session for somebody who has shown who they are. Its token is always a new
// one: what the browser brought is ended and never taken over.
//
// Faults: ErrBadSignIn for who is nobody's staff.
func (s *Service) grant(ctx context.Context, p Person, by Method, from From) (Grant, error) {
	m, err := s.staff.MemberOf(ctx, p.ID, "", p.ShopID)
	var several *staff.Choice
	if errors.As(err, &several) {
		m, err = s.staff.MemberOf(ctx, p.ID, several.Shops[0], "")
	}
	if errors.Is(err, staff.ErrNoMember) {
		return Grant{}, ErrBadSignIn
	}
	if err != nil {
		return Grant{}, err
	}
	if err := s.endToken(ctx, from.Token); err != nil {
		return Grant{}, err
	}
	now := s.time()
	token := s.ids.Token(tokenLength)
	se := Session{ID: s.ids.Make("ses"), ShopID: p.ShopID, PersonID: p.ID, Hash: hashOf(token), Method: by, Address: short(from.Address, 64), Agent: short(from.Agent, 200),
		CreatedAt: now, SeenAt: now, ProvedAt: now, ExpiresAt: now.Add(SessionLife)}
	err = s.tx.InTx(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error {
		if err := s.sessions.ForgetSessions(ctx, now.Add(-SessionIdle), now); err != nil {
			return err
		}
		return s.sessions.InsertSession(ctx, se)
	})
	return Grant{token, se, p, m}, err
}

func short(text string, most int) string {
	text = strings.ToValidUTF8(fold.Clean(text), "")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most])
	}
	return text
}

// Visit is a request of somebody who has signed in.
type Visit struct {
	Session Session
	Person  Person
	Member  staff.Member
	Fresh   bool // the person has shown who they are just now
}

// Visit finds whose session a token is, and who they are in the shop that an id or a slug
// names; it may be left empty. ctx needs no scope.
//
// Faults: ErrNoSession, staff.ErrNoMember, staff.ErrWhichShop.
func (s *Service) Visit(ctx context.Context, token, shop string) (Visit, error) {
	se, err := s.session(ctx, token)
	if err != nil {
		return Visit{}, err
	}
	m, err := s.staff.MemberOf(ctx, se.PersonID, shop, se.ShopID)
	if err != nil {
		return Visit{}, err
	}
	now := s.time()
	if now.Sub(se.SeenAt) >= SeenStep {
		err = s.tx.InTx(txn.ForShop(ctx, se.ShopID), func(ctx context.Context) error { return s.sessions.TouchSession(ctx, se.ID, now) })
	}
	return Visit{Session: se, Member: m, Fresh: se.Fresh(now)}, err
}

// Known is Visit with the person.
func (s *Service) Known(ctx context.Context, token, shop string) (Visit, error) {
	v, err := s.Visit(ctx, token, shop)
	if err != nil {
		return v, err
	}
	v.Person, err = lookup(ctx, s, func(ctx context.Context) (Person, error) { return s.find.PersonByID(ctx, v.Session.PersonID) })
	return v, err
}

func (s *Service) session(ctx context.Context, token string) (Session, error) {
	hash := hashOf(token)
	if hash == "" {
		return Session{}, ErrNoSession
	}
	se, err := lookup(ctx, s, func(ctx context.Context) (Session, error) { return s.find.SessionByHash(ctx, hash) })
	if err == nil && (se.ID == "" || !se.Good(s.time())) {
		err = ErrNoSession
	}
	return se, err
}

// SignOut ends the session of a token; one that is none is no fault.
func (s *Service) SignOut(ctx context.Context, token string) error { return s.endToken(ctx, token) }

func (s *Service) endToken(ctx context.Context, token string) error {
	se, err := s.session(ctx, token)
	if errors.Is(err, ErrNoSession) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.tx.InTx(txn.ForShop(ctx, se.ShopID), func(ctx context.Context) error {
		_, err := s.sessions.EndSession(ctx, se.PersonID, se.ID)
		return err
	})
}

// Sessions lists a person's sessions that are alive, the newest first.
func (s *Service) Sessions(ctx context.Context, v Visit) ([]Session, error) {
	var out []Session
	err := s.tx.View(txn.ForShop(ctx, v.Session.ShopID), func(ctx context.Context) error {
		out = nil
		list, err := s.sessions.SessionsOf(ctx, v.Session.PersonID)
		for _, se := range list {
			if se.Good(s.time()) {
				out = append(out, se)
			}
		}
		return err
	})
	return out, err
}

// EndSession ends one of a person's sessions at once.
//
// Faults: ErrSession, also for another person's.
func (s *Service) EndSession(ctx context.Context, v Visit, id string) error {
	return s.tx.InTx(txn.ForShop(ctx, v.Session.ShopID), func(ctx context.Context) error {
		ok, err := s.sessions.EndSession(ctx, v.Session.PersonID, id)
		if err == nil && !ok {
			err = ErrSession
		}
		return err
	})
}

// EndAll ends all sessions of a person of ctx's shop, found by e-mail or id: the keeper's.
//
// Faults: staff.ErrNotStaff.
func (s *Service) EndAll(ctx context.Context, who string) error {
	p, err := s.ofShop(ctx, who)
	if err != nil {
		return err
	}
	return s.tx.InTx(txn.ForShop(ctx, p.ShopID), func(ctx context.Context) error { return s.sessions.EndSessions(ctx, p.ID, "") })
}
