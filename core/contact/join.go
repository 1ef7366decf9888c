package contact

import (
	"context"
	"strings"
	"time"

	"prilavok/core/fault"
)

// How says what made one contact of two. Nothing else may: what people type identifies nobody.
type How string

const (
	ByCode     How = "code"     // a one-time code, issued on one channel and given on another
	ByPhone    How = "phone"    // Telegram vouches for the same phone on both
	ByOperator How = "operator" // a person of the shop decided so
)

// JoinState is where a join stands.
type JoinState string

const (
	Wanted  JoinState = "wanted" // an operator's; a job does it
	Joined  JoinState = "joined"
	Refused JoinState = "refused" // Fault says why
	Undone  JoinState = "undone"
)

// Join is two contacts who became one, with who did it. It stays when it is undone.
type Join struct {
	ID      string
	GoneID  string // who is no more
	KeptID  string
	How     How
	By      string // an address, or who of the shop
	Why     string // of an operator
	State   JoinState
	Fault   string
	AskedAt time.Time
	DoneAt  time.Time

	UndoneAt time.Time
	UndoneBy string

	ConversationID string // where the newer checkout goes on; "" where it is
}

// JoinStore keeps joins. All run inside a unit of work.
type JoinStore interface {
	// JoinContacts moves all that belongs to j.GoneID to j.KeptID, notes what it moved and
	// how both were, and drops the first.
	JoinContacts(ctx context.Context, j Join) error
	// PartContacts brings j.GoneID back with what was theirs, and what came to their
	// addresses since.
	PartContacts(ctx context.Context, j Join) error
	// AskJoin keeps a join that is wanted.
	AskJoin(ctx context.Context, j Join) error
	// LockJoin reads a join and holds its row; ErrNoJoin when there is none.
	LockJoin(ctx context.Context, id string) (Join, error)
	// SaveJoin stores state, fault and who did what when.
	SaveJoin(ctx context.Context, j Join) error
	// JoinsOf lists those that a contact took part in, newest first.
	JoinsOf(ctx context.Context, contactID string) ([]Join, error)
	// JoinedInto finds the contact that another became part of, "" when there is none.
	JoinedInto(ctx context.Context, contactID string) (string, error)
}

// Asks hands on what an operator has asked for to a job, in the open unit of work: it has the
// rights to do it, and ends in Service.DoJoin, DoPart or DoErase.
type Asks interface {
	Erase(ctx context.Context, contactID, by string) error
	Join(ctx context.Context, joinID string) error
	Part(ctx context.Context, joinID, by string) error
}

// join makes one contact of two, in the open unit of work.
func (s *Service) join(ctx context.Context, j *Join) error {
	if j.GoneID == j.KeptID {
		return ErrSame
	}
	if j.ID == "" {
		j.ID, j.AskedAt = s.ids.Make("jnc"), s.now()
	}
	j.State, j.DoneAt = Joined, s.now()
	return s.store.JoinContacts(ctx, *j)
}

// AskJoin notes that a person of the shop wants two contacts to be one; a job joins them.
//
// Faults: ErrSame; ErrNotFound when one of them is none.
func (s *Service) AskJoin(ctx context.Context, keptID, goneID, by, why string) (Join, error) {
	j := Join{ID: s.ids.Make("jnc"), GoneID: goneID, KeptID: keptID, How: ByOperator, By: by, Why: strings.TrimSpace(why), State: Wanted, AskedAt: s.now()}
	if keptID == goneID {
		return j, ErrSame
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		for _, id := range []string{keptID, goneID} {
			if _, err := s.store.ContactByID(ctx, id); err != nil {
				return err
			}
		}
		if err := s.store.AskJoin(ctx, j); err != nil {
			return err
		}
		return s.Asks.Join(ctx, j.ID)
	})
	return j, err
}

// AskPart notes that a person of the shop wants a join undone; a job does it.
//
// Faults: ErrNoJoin; ErrNotJoined when it is undone, or was never done; ErrJoinedOn when
// who remained has been joined to somebody else since: that join is to be undone first.
func (s *Service) AskPart(ctx context.Context, joinID, by string) (Join, error) {
	var j Join
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if j, err = s.partable(ctx, joinID); err != nil {
			return err
		}
		return s.Asks.Part(ctx, joinID, by)
	})
	return j, err
}

func (s *Service) partable(ctx context.Context, joinID string) (Join, error) {
	j, err := s.store.LockJoin(ctx, joinID)
	if err != nil {
		return j, err
	}
	if j.State != Joined {
		return j, ErrNotJoined
	}
	further, err := s.store.JoinedInto(ctx, j.KeptID)
	if err == nil && further != "" {
		err = ErrJoinedOn
	}
	return j, err
}

// DoJoin does what AskJoin noted, in the open unit of work. What cannot be joined any more is
// noted at the join.
func (s *Service) DoJoin(ctx context.Context, joinID string) error {
	j, err := s.store.LockJoin(ctx, joinID)
	if err != nil || j.State != Wanted {
		return err
	}
	for _, id := range []string{j.KeptID, j.GoneID} {
		if _, err := s.store.ContactByID(ctx, id); fault.CodeOf(err) == ErrNotFound.Code {
			j.State, j.Fault, j.DoneAt = Refused, ErrNotFound.Code, s.now()
			return s.store.SaveJoin(ctx, j)
		} else if err != nil {
			return err
		}
	}
	return s.join(ctx, &j)
}

// DoPart does what AskPart noted, in the open unit of work; nothing when that is done, or
// overtaken, meanwhile.
func (s *Service) DoPart(ctx context.Context, joinID, by string) error {
	j, err := s.partable(ctx, joinID)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	j.State, j.UndoneAt, j.UndoneBy = Undone, s.now(), by
	return s.store.PartContacts(ctx, j)
}

// Joins lists the joins that a contact took part in, newest first; of one who is no more, too.
func (s *Service) Joins(ctx context.Context, contactID string) ([]Join, error) {
	var out []Join
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.store.JoinsOf(ctx, contactID)
		return err
	})
	return out, err
}

// Merged is who remains of two: what the kept one has stays, what they lack comes from the
// other. A proven phone is worth more than a typed one.
func Merged(kept, gone Contact) Contact {
	m := kept
	if m.Name == "" {
		m.Name = gone.Name
	}
	if m.Lang == "" {
		m.Lang = gone.Lang
	}
	if m.Phone == "" || gone.PhoneVerified && !m.PhoneVerified {
		m.Phone, m.PhoneVerified = gone.Phone, gone.PhoneVerified
	}
	if m.Email == "" {
		m.Email = gone.Email
	}
	if m.Postal == (Postal{}) {
		m.Postal = gone.Postal
	}
	if gone.Note != "" && gone.Note != m.Note {
		m.Note = strings.TrimSpace(m.Note + "\n" + gone.Note)
	}
	return m
}

// Parted is who remains when a join is undone: what came from the other goes, what was
// changed since stays.
func Parted(now, kept, gone Contact) Contact {
	m := Merged(kept, gone)
	if now.Name == m.Name {
		now.Name = kept.Name
	}
	if now.Lang == m.Lang {
		now.Lang = kept.Lang
	}
	if now.Phone == m.Phone && now.PhoneVerified == m.PhoneVerified {
		now.Phone, now.PhoneVerified = kept.Phone, kept.PhoneVerified
	}
	if now.Email == m.Email {
		now.Email = kept.Email
	}
	if now.Postal == m.Postal {
		now.Postal = kept.Postal
	}
	if now.Note == m.Note {
		now.Note = kept.Note
	}
	return now
}
