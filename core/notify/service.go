package notify

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Service hears events and tells people of them.
type Service struct {
	Ports
	store   Store
	reader  Reader
	texts   TextStore
	people  People
	tx      txn.Runner
	now     func() time.Time
	ids     *id.Maker
	windows map[shop.Channel]Window
}

// Ports is whom notices are read from and handed on to.
type Ports struct {
	Orders Purchases
	Inbox  Inbox
	Desk   Desk
	Jobs   Jobs
	// Problem says in words what is wrong with a payment, "" when it has none; nil: never.
	Problem func(kind string, l lang.Lang) string
	// Reconnect makes a link by which the owner connects an account anew, in the open unit of
	// work; "" nowhere; nil: never.
	Reconnect func(ctx context.Context, accountID, channel string) (string, error)
	// Asked reports whether the staff chat is asked what becomes of a message that failed, and
	// so is told of it; nil: never.
	Asked func(ctx context.Context, conversationID string, seq int64) (bool, error)
	// Buttons are what an event offers to press, beside the links that are known here; nil: none.
	Buttons func(e Event, l, def lang.Lang) [][]inbox.Button
}

// New returns the service of notices.
func New(store Stores, p Ports, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	if p.Problem == nil {
		p.Problem = func(string, lang.Lang) string { return "" }
	}
	return &Service{Ports: p, store: store, reader: store, texts: store, people: store, tx: tx, now: now, ids: ids,
		windows: map[shop.Channel]Window{}}
}

// SetWindow names the reply window of a channel; one without can always be written to.
func (s *Service) SetWindow(c shop.Channel, w Window) { s.windows[c] = w }

// Hear tells everybody who is to be told of an event. It is one unit of work and may run
// any number of times: a recipient is told once of an event.
func (s *Service) Hear(ctx context.Context, eventID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		x, found, err := s.scene(ctx, eventID)
		if err != nil || !found {
			return err
		}
		if x.e.Name == EventMessageFailed || x.e.Name == EventRevoked {
			if moved, err := s.elsewhere(ctx, x); err != nil || moved && x.e.Name != EventRevoked {
				return err
			}
		}
		asked, err := s.asked(ctx, x)
		if err != nil {
			return err
		}
		for _, k := range kinds {
			if k.Event != x.e.Name || asked && k.Audience == Staff {
				continue
			}
			if err := s.tell(ctx, x, k); err != nil {
				return err
			}
		}
		return nil
	})
}

// scene reads an event and what is around it.
func (s *Service) scene(ctx context.Context, eventID string) (scene, bool, error) {
	x := scene{problem: s.Problem}
	var found bool
	var err error
	if x.e, found, err = s.store.EventByID(ctx, eventID); err != nil || !found {
		return x, false, err
	}
	x.read()
	if x.sh, err = s.people.ShopByID(ctx, txn.ShopID(ctx)); err != nil {
		return x, false, err
	}
	subject := x.e.SubjectID
	if other := x.text("order_id"); other != "" {
		subject = other
	}
	if id.Prefix(subject) == "ord" {
		if x.o, err = s.Orders.Get(ctx, subject); err != nil {
			return x, false, err
		}
		x.e.SubjectID = x.o.ID
		if x.e.ContactID == "" {
			x.e.ContactID = x.o.ContactID
		}
	}
	return x, true, nil
}

func (s *Service) tell(ctx context.Context, x scene, k Kind) error {
	n := Notice{ID: s.ids.Make("ntc"), EventID: x.e.ID, Event: x.e.Name, Audience: k.Audience, SubjectID: x.e.SubjectID, State: Queued,
		CreatedAt: s.now(), UpdatedAt: s.now()}
	if k.Audience == Staff {
		if x.routine() {
			return nil
		}
		n.Recipient = string(Staff)
		return s.tellStaff(ctx, x, k, n)
	}
	// The order's contact may have been joined to another since the event.
	if n.ContactID = x.e.ContactID; x.o.ID != "" {
		n.ContactID = x.o.ContactID
	}
	if n.ContactID == "" || k.Spoken && spoken(x) || x.idle() {
		return nil
	}
	n.Recipient = n.ContactID
	return s.tellCustomer(ctx, x, k, n)
}

// spoken tells whether the customer did it in the chat, where the answer has told them.
func spoken(x scene) bool {
	chat := x.e.Name != order.EventPlaced || x.o.Source == "chat" || x.o.Source == "assistant"
	return chat && (x.e.By.Kind == order.ByContact || x.e.By.Kind == order.ByAssistant)
}

func (s *Service) tellCustomer(ctx context.Context, x scene, k Kind, n Notice) error {
	allowed, err := s.Allowed(ctx, n.ContactID, k.Topic)
	if err != nil {
		return err
	}
	allowed = allowed || k.Urgent && k.Topic == Orders
	if !allowed {
		n.State, n.Reason = Suppressed, ReasonMuted
	}
	if until, quiet := Quiet(x.sh.Settings.Notices, zoneOf(x.sh.TimeZone), s.now()); allowed && quiet && !k.Urgent {
		n.State, n.DueAt = Planned, until
	}
	fresh, err := s.store.AddNotice(ctx, n)
	if err != nil || !fresh {
		return err
	}
	switch n.State {
	case Planned:
		return s.plan(ctx, n, "notice:"+n.ContactID, x.e.At)
	case Suppressed:
		return nil
	}
	return s.say(ctx, x, k, n, "")
}

// plan asks for a notice to be said at its time, in the order of the events.
func (s *Service) plan(ctx context.Context, n Notice, lane string, at time.Time) error {
	return s.Jobs.Enqueue(ctx, job.New{Kind: JobSend, Lane: lane, Seq: at.UnixMicro(), RunAt: n.DueAt, Payload: SendJob{n.ID, n.DueAt}})
}

// Send is the handler of JobSend: what waited for the end of the quiet hours is said,
// unless it is no longer so.
func (s *Service) Send(ctx context.Context, j job.Job) error {
	var p SendJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "notify.bad_job", "a notice to send")
	}
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		n, err := s.store.LockNotice(ctx, p.NoticeID)
		if err != nil || n.State != Planned {
			return err
		}
		n.State, n.DueAt = Queued, time.Time{}
		if n.Audience == Staff {
			return s.post(ctx, n)
		}
		return s.again(ctx, n, "")
	})
}

// again says a notice that could not be said before; in is a conversation that is known
// to be open, or "".
func (s *Service) again(ctx context.Context, n Notice, in string) error {
	k, err := KindOf(n.Event, n.Audience)
	if err != nil {
		return err
	}
	x, found, err := s.scene(ctx, n.EventID)
	if err != nil {
		return err
	}
	if !found || overtaken(n.Event, x.o) {
		return s.save(ctx, n, Suppressed, ReasonObsolete)
	}
	return s.say(ctx, x, k, n, in)
}

func (s *Service) save(ctx context.Context, n Notice, state State, reason string) error {
	n.State, n.Reason, n.UpdatedAt = state, reason, s.now()
	return s.store.SaveNotice(ctx, n)
}

// say finds a place, writes the notice and hands it to the inbox.
func (s *Service) say(ctx context.Context, x scene, k Kind, n Notice, in string) error {
	places, err := s.people.PlacesOf(ctx, n.ContactID)
	if err != nil {
		return err
	}
	first := x.o.ConversationID
	if first == "" {
		first = x.e.ConversationID
	}
	place, reason := s.pick(places, n, first, in)
	if reason != "" {
		return s.wait(ctx, n, reason)
	}
	who, err := s.people.ContactByID(ctx, n.ContactID)
	if err != nil {
		return err
	}
	n.Lang, n.Channel, n.ConversationID = x.speaks(who.Lang), place.Channel, place.ConversationID
	text, active, err := s.text(ctx, Key{k.Event, k.Audience, n.Lang, n.Channel}, k)
	if err != nil {
		return err
	}
	if !active {
		n.ConversationID = ""
		return s.save(ctx, n, Suppressed, ReasonOff)
	}
	values := x.values(n.Lang)
	if values["name"].Text == "" {
		values["name"] = Value{Text: who.Name}
	}
	n.Body, n.Buttons = text.Render(values), x.buttons(n.Lang)
	if n.Buttons == nil && s.Buttons != nil {
		n.Buttons = s.Buttons(x.e, n.Lang, x.sh.DefaultLang())
	}
	said, err := s.Inbox.Post(ctx, n.ConversationID, inbox.BySystem, inbox.Outgoing{Text: n.Body, Buttons: n.Buttons, Bill: x.bill()})
	if err != nil {
		return err
	}
	if len(said) == 0 {
		n.ConversationID = ""
		return s.save(ctx, n, Suppressed, ReasonOff)
	}
	n.FirstSeq, n.LastSeq = said[0].Seq, said[len(said)-1].Seq
	return s.save(ctx, n, Queued, "")
}

// speaks chooses the language: the contact's, else the order's, else the shop's.
func (x scene) speaks(l lang.Lang) lang.Lang {
	if l == "" {
		l = x.o.Lang
	}
	return x.sh.Speaks(l)
}

// pick chooses where to write: the conversation of the order, else where the contact
// wrote last. reason is why there is no place.
func (s *Service) pick(list []Place, n Notice, first, in string) (best Place, reason string) {
	reason = ReasonNoAddress
	for _, p := range list {
		if p.ConversationID == in {
			return p, ""
		}
		why := s.closed(p)
		switch {
		case why == "" && slices.Contains(n.Tried, p.ConversationID):
			continue
		case why != "":
			if reason == ReasonNoAddress || why == ReasonWindow {
				reason = why
			}
			continue
		}
		if best.ConversationID == "" || p.ConversationID == first {
			best = p
		}
	}
	if best.ConversationID != "" {
		return best, ""
	}
	return best, reason
}

// closed says why a place cannot be written to now, "" when it can.
func (s *Service) closed(p Place) string {
	window := s.windows[p.Channel]
	switch {
	case p.Blocked:
		return ReasonBlocked
	case !p.Active || p.Route != inbox.RouteOurs:
		return ReasonBusy
	case window != nil && !window(p.AskedAt, s.now()):
		return ReasonWindow
	}
	return ""
}

// Open reports whether a place can be written to now.
func (s *Service) Open(p Place) bool { return s.closed(p) == "" }

// wait keeps a notice for the contact's next message.
func (s *Service) wait(ctx context.Context, n Notice, reason string) error {
	if err := s.store.SetNoticesWait(ctx, n.ContactID, true); err != nil {
		return err
	}
	n.ConversationID, n.FirstSeq, n.LastSeq = "", 0, 0
	return s.save(ctx, n, Waiting, reason)
}
