package push

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"prilavok/core/bell"
	"prilavok/core/fault"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/core/zone"
)

type tellJob struct {
	ItemID string `json:"item_id"`
}

type sendJob struct {
	PushID   string    `json:"push_id"`
	MemberID string    `json:"member_id"`
	ItemID   string    `json:"item_id,omitempty"` // "": a message on trial
	Until    time.Time `json:"until"`
}

// Rang asks for an item to be sent, in the open unit of work that tells it.
func (s *Service) Rang(ctx context.Context, i bell.Item) error {
	return s.Jobs.Enqueue(ctx, job.New{Kind: JobTell, Payload: tellJob{i.ID}})
}

// Tell is the handler of JobTell: each browser of everybody who wants the item is a job of its
// own, so that none waits for another. In the shop's quiet hours what can wait does, where the
// shop leaves its staff alone then.
func (s *Service) Tell(ctx context.Context, j job.Job) error {
	var p tellJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "push.bad_job", "an item to tell")
	}
	var t bell.Told
	var sh shop.Shop
	readers := map[string]string{} // members by their user
	err := s.tx.View(ctx, func(ctx context.Context) (err error) {
		if t, err = s.Bells.Bell(ctx, "", p.ItemID); err != nil {
			return err
		}
		if sh, err = s.Shops.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
			return err
		}
		return s.want(ctx, t, readers)
	})
	if errors.Is(err, bell.ErrNoItem) {
		return nil
	}
	if err != nil || len(readers) == 0 {
		return err
	}
	list, err := s.browsers(ctx, readers)
	if err != nil || len(list) == 0 {
		return err
	}
	var jobs []job.New
	for _, x := range list {
		jobs = append(jobs, job.New{Kind: JobSend, RunAt: s.due(t, sh), Payload: sendJob{x.ID, readers[x.PersonID], t.ID, t.CreatedAt.Add(Life)}})
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		if err := s.Jobs.EnqueueAll(ctx, jobs); err != nil {
			return err
		}
		return s.Jobs.Finish(ctx)
	})
}

// want collects the members of the shop who want an item on their devices.
func (s *Service) want(ctx context.Context, t bell.Told, into map[string]string) error {
	all, err := s.People.Members(ctx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m staff.Member) bool { return !m.EndedAt.IsZero() })
	var ids []string
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	chosen, err := s.Bells.BellChoices(ctx, ids)
	if err != nil {
		return err
	}
	about, _ := bell.AboutOf(t.Kind)
	for _, m := range all {
		if chosen[m.ID].Pushes(about, m.Role.Scopes()) {
			into[m.UserID] = m.ID
		}
	}
	return nil
}

func (s *Service) browsers(ctx context.Context, readers map[string]string) (list []Subscription, err error) {
	var people []string
	for user := range readers {
		people = append(people, user)
	}
	slices.Sort(people)
	err = s.tx.View(system(ctx), func(ctx context.Context) error {
		list, err = s.store.PushesTo(ctx, people, s.now(), s.now().Add(-person.SessionIdle))
		return err
	})
	return list, err
}

// due is when an item may come: zero is now.
func (s *Service) due(t bell.Told, sh shop.Shop) time.Time {
	about, _ := bell.AboutOf(t.Kind)
	at, err := zone.Load(sh.TimeZone)
	if err != nil || about.Urgent || !sh.Settings.Notices.Staff {
		return time.Time{}
	}
	until, _ := notify.Quiet(sh.Settings.Notices, at, s.now())
	return until
}

// Send is the handler of JobSend. A browser that is gone is forgotten; what was read meanwhile,
// or is too old to be news, is not sent; what the push service does not take is tried a few times.
func (s *Service) Send(ctx context.Context, j job.Job) error {
	var p sendJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "push.bad_job", "a push message")
	}
	left := p.Until.Sub(s.now())
	if left < time.Second {
		return nil
	}
	sub, who, found, err := s.find(ctx, p.PushID)
	if err != nil || !found {
		return err
	}
	m, wanted, err := s.message(ctx, p, who)
	if err != nil || !wanted {
		return err
	}
	if m.TTL = left.Truncate(time.Second); p.ItemID == "" {
		m.TTL = time.Minute
	}
	plain, err := s.Keys.Open(sub.SecretKeyID, sub.ShopID, columnBrowser, sub.Secret)
	if err != nil {
		return err
	}
	var to Browser
	if err := json.Unmarshal(plain, &to); err != nil {
		return fault.Wrap(err, fault.Internal, "push.broken", "a browser's subscription")
	}
	by, err := s.pair(ctx)
	if err != nil {
		return err
	}
	err = s.Sender.Send(ctx, to, by, m)
	switch {
	case errors.Is(err, ErrGone), errors.Is(err, ErrKeys):
		return s.tx.InTx(there(ctx, sub.ShopID), func(ctx context.Context) error { return s.store.DeletePush(ctx, sub.ID) })
	case errors.Is(err, ErrRefused), err != nil && j.Attempts >= Attempts:
		return nil // nothing can be done about one message: the panel still tells it
	}
	return err
}

// find reads a subscription and whose it is, if they are still signed in there.
func (s *Service) find(ctx context.Context, id string) (sub Subscription, who person.Person, found bool, err error) {
	err = s.tx.View(system(ctx), func(ctx context.Context) error {
		if sub, found, err = s.store.PushByID(ctx, id, s.now(), s.now().Add(-person.SessionIdle)); err != nil || !found {
			return err
		}
		who, err = s.People.PersonByID(ctx, sub.PersonID)
		return err
	})
	return sub, who, found, err
}

// note is what the browser's worker reads.
type note struct {
	Title string `json:"title"`
	Body  string `json:"body,omitempty"`
	Tag   string `json:"tag"`
	Path  string `json:"path"`
	ID    string `json:"id,omitempty"`
	Shop  string `json:"shop,omitempty"`
}

var (
	txtTrial     = lang.Phrase{RU: "Уведомления работают", EN: "Notifications work"}
	txtTrialText = lang.Phrase{RU: "Так придёт то, что вы выбрали.", EN: "What you have chosen comes like this."}
)

// message writes what is sent; wanted is false for what has been read, or may not be told now.
func (s *Service) message(ctx context.Context, p sendJob, who person.Person) (m Message, wanted bool, err error) {
	n := note{Tag: "trial", Path: "/account"}
	err = s.tx.View(ctx, func(ctx context.Context) error {
		sh, err := s.Shops.ShopByID(ctx, txn.ShopID(ctx))
		if err != nil {
			return err
		}
		l := speaks(who, sh)
		if n.Shop = sh.Name.In(l, sh.DefaultLang()); p.ItemID == "" {
			n.Title, n.Body, wanted = txtTrial.In(l), txtTrialText.In(l), true
			return nil
		}
		t, err := s.Bells.Bell(ctx, p.MemberID, p.ItemID)
		if err != nil || t.Read {
			return err
		}
		readers := map[string]string{}
		if err := s.want(ctx, t, readers); err != nil || readers[who.ID] == "" {
			return err
		}
		chosen, err := s.Bells.BellChoices(ctx, []string{p.MemberID})
		if err != nil {
			return err
		}
		about, _ := bell.AboutOf(t.Kind)
		w := bell.Say(t, l, sh.DefaultLang(), chosen[p.MemberID].Names)
		n.Title, n.Body, n.Path, n.ID, n.Tag = w.Title, w.Text, t.Path(), t.ID, topic(t)
		m.Urgent, wanted = about.Urgent, true
		return nil
	})
	if errors.Is(err, bell.ErrNoItem) {
		return m, false, nil
	}
	if err != nil || !wanted {
		return m, false, err
	}
	m.Topic, m.Subject = n.Tag, s.subject()
	m.Body, err = json.Marshal(n)
	return m, true, err
}

// topic is one for each thing that is told: what is newer takes the place of the older on its
// way and on the device.
func topic(t bell.Told) string {
	what := t.OrderID + t.ConversationID + t.SubjectID
	if what == "" {
		what = t.Key
	}
	sum := sha256.Sum256([]byte(string(t.Kind) + "\x00" + what))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:32]
}

// subject is how a push service could reach who runs this installation.
func (s *Service) subject() string {
	if at := s.Public(); strings.HasPrefix(at, "https://") {
		return at
	}
	return "mailto:keeper@localhost"
}

// Trial sends a message to the browser of a session, so that the person sees it works.
//
// Faults: ErrNone.
func (s *Service) Trial(ctx context.Context, v person.Visit) error {
	var sub Subscription
	err := s.tx.View(there(ctx, v.Session.ShopID), func(ctx context.Context) (err error) {
		var found bool
		if sub, found, err = s.store.PushOf(ctx, v.Session.ID); err == nil && !found {
			err = ErrNone
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.tx.InTx(txn.ForShop(ctx, v.Member.ShopID), func(ctx context.Context) error {
		return s.Jobs.Enqueue(ctx, job.New{Kind: JobSend, Payload: sendJob{PushID: sub.ID, MemberID: v.Member.ID, Until: s.now().Add(time.Minute)}})
	})
}
