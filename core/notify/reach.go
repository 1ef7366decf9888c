package notify

import (
	"context"
	"fmt"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/order"
	"prilavok/core/txn"
)

// mostWaiting bounds how much is said at once to who comes back after long.
const mostWaiting = 20

// Arrived says what has waited for a contact, in the conversation in which they wrote: who
// writes there has not blocked us there. What is no longer so is not said.
func (s *Service) Arrived(ctx context.Context, conversationID, contactID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		places, err := s.people.PlacesOf(ctx, contactID)
		if err != nil {
			return err
		}
		for _, p := range places {
			if p.ConversationID == conversationID && p.Blocked {
				if err := s.people.SetBlocked(ctx, p.AddressID, false, s.now()); err != nil {
					return err
				}
			}
		}
		list, err := s.store.WaitingNotices(ctx, contactID, mostWaiting)
		if err != nil {
			return err
		}
		for _, n := range list {
			locked, err := s.store.LockNotice(ctx, n.ID)
			if err != nil {
				return err
			}
			if locked.State != Waiting {
				continue
			}
			locked.Tried = nil
			if err := s.again(ctx, locked, conversationID); err != nil {
				return err
			}
		}
		return s.store.SetNoticesWait(ctx, contactID, len(list) == mostWaiting)
	})
}

// elsewhere tries the next address when a notice's message has failed; moved is true when
// it found one, or keeps the notice for the contact's next message.
func (s *Service) elsewhere(ctx context.Context, x scene) (moved bool, err error) {
	seq, ok := x.data["seq"].(float64)
	if !ok {
		return false, nil
	}
	n, found, err := s.store.NoticeOfMessage(ctx, x.e.ConversationID, int64(seq))
	if err != nil || !found {
		return false, err
	}
	if n, err = s.store.LockNotice(ctx, n.ID); err != nil || n.State != Failed || n.ConversationID != x.e.ConversationID {
		return false, err
	}
	n.Tried = append(n.Tried, n.ConversationID)
	places, err := s.people.PlacesOf(ctx, n.ContactID)
	if err != nil {
		return false, err
	}
	_, reason := s.pick(places, n, "", "")
	switch {
	case reason == "":
		return true, s.again(ctx, n, "")
	case x.text("fault") == inbox.ErrWindow.Code: // the channel knows its window better than we do
		return true, s.wait(ctx, n, ReasonWindow)
	case reason == ReasonBlocked || reason == ReasonWindow:
		return true, s.wait(ctx, n, reason)
	}
	return false, s.save(ctx, n, Failed, x.text("fault"))
}

// asked reports whether the staff chat has a card about a message that failed. Without a chat
// there is none: the notice then keeps that nobody was told.
func (s *Service) asked(ctx context.Context, x scene) (bool, error) {
	seq, ok := x.data["seq"].(float64)
	if s.Asked == nil || x.e.Name != EventMessageFailed || !ok || x.sh.Settings.Staff.ChatID == "" {
		return false, nil
	}
	return s.Asked(ctx, x.e.ConversationID, int64(seq))
}

// tellStaff posts to the staff chat, or keeps why nobody is told.
func (s *Service) tellStaff(ctx context.Context, x scene, k Kind, n Notice) error {
	n.Lang = x.sh.DefaultLang()
	text, active, err := s.text(ctx, Key{k.Event, k.Audience, n.Lang, ""}, k)
	if err != nil {
		return err
	}
	if s.Reconnect != nil && x.text("url") == "" && (x.e.Name == EventRevoked || x.e.Name == EventExpiring || x.e.Name == EventTrouble) {
		if x.data["url"], err = s.Reconnect(ctx, x.e.SubjectID, x.text("channel")); err != nil {
			return err
		}
	}
	n.Body, n.ConversationID = text.Render(x.values(n.Lang)), x.e.ConversationID
	if x.o.ConversationID != "" {
		n.ConversationID = x.o.ConversationID
	}
	until, quiet := Quiet(x.sh.Settings.Notices, zoneOf(x.sh.TimeZone), s.now())
	switch {
	case !active:
		n.State, n.Reason = Suppressed, ReasonOff
	case x.sh.Settings.Staff.ChatID == "":
		n.State, n.Reason = Suppressed, ReasonNoStaff
	case quiet && x.sh.Settings.Notices.Staff && !k.Urgent:
		n.State, n.DueAt = Planned, until
	}
	fresh, err := s.store.AddNotice(ctx, n)
	if err != nil || !fresh {
		return err
	}
	switch n.State {
	case Planned:
		return s.plan(ctx, n, "notice:staff:"+x.sh.ID, n.CreatedAt)
	case Queued:
		return s.post(ctx, n)
	}
	return nil
}

// post hands a notice to the staff chat as it is set now.
func (s *Service) post(ctx context.Context, n Notice) error {
	sh, err := s.people.ShopByID(ctx, txn.ShopID(ctx))
	if err != nil {
		return err
	}
	set := sh.Settings.Staff
	if set.ChatID == "" {
		return s.save(ctx, n, Suppressed, ReasonNoStaff)
	}
	p := Post{AccountID: set.AccountID, ChatID: set.ChatID, ConversationID: n.ConversationID, Text: n.Body}
	if err := s.Desk.PostNotice(ctx, n, p); err != nil {
		return err
	}
	return s.save(ctx, n, Queued, "")
}

// Posted notes that the staff chat has a notice.
func (s *Service) Posted(ctx context.Context, noticeID, messageID string) error {
	return s.settle(ctx, noticeID, Sent, "", messageID)
}

// PostFailed notes that no try could post a notice.
func (s *Service) PostFailed(ctx context.Context, noticeID string, cause error) error {
	return s.settle(ctx, noticeID, Failed, fault.CodeOf(cause), "")
}

func (s *Service) settle(ctx context.Context, noticeID string, state State, reason, postID string) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		n, err := s.store.LockNotice(ctx, noticeID)
		if err != nil {
			return err
		}
		n.PostID = postID
		return s.save(ctx, n, state, reason)
	})
}

// OfSubject lists the notices about an order, oldest first, each as its messages stand.
func (s *Service) OfSubject(ctx context.Context, subjectID string) ([]Notice, error) {
	var list []Notice
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.reader.NoticesOf(ctx, subjectID)
		return err
	})
	return list, err
}

// PageLength is how many notices Unreached lists at a time.
const PageLength = 50

// Unreached lists what customers or staff could not be told yet, newest first, PageLength at a time.
func (s *Service) Unreached(ctx context.Context, cursor string) ([]Notice, error) {
	var list []Notice
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.reader.UnreachedNotices(ctx, cursor, PageLength)
		return err
	})
	return list, err
}

// To lists what was told to a contact, newest first, PageLength at a time, below the id cursor.
func (s *Service) To(ctx context.Context, contactID, cursor string) ([]Notice, error) {
	var list []Notice
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.reader.NoticesTo(ctx, contactID, cursor, PageLength)
		return err
	})
	return list, err
}

// Timeline is an order's timeline with its notices among the rest, each with the state
// of now: history is joined, never written again.
func (s *Service) Timeline(ctx context.Context, orderID string) ([]order.Entry, error) {
	var out []order.Entry
	err := s.tx.View(ctx, func(ctx context.Context) error {
		entries, err := s.Orders.Timeline(ctx, orderID)
		if err != nil {
			return err
		}
		notices, err := s.reader.NoticesOf(ctx, orderID)
		out = merge(entries, notices)
		return err
	})
	return out, err
}

func merge(entries []order.Entry, notices []Notice) []order.Entry {
	var out []order.Entry
	for len(entries) > 0 || len(notices) > 0 {
		if len(notices) == 0 || len(entries) > 0 && !entries[0].At.After(notices[0].CreatedAt) {
			out, entries = append(out, entries[0]), entries[1:]
			continue
		}
		n := notices[0]
		notices = notices[1:]
		out = append(out, order.Entry{ID: n.ID, OrderID: n.SubjectID, What: "notice." + string(n.State), By: order.Actor{Kind: order.BySystem}, Why: n.Reason,
			At: n.CreatedAt, Data: map[string]any{"event": n.Event, "event_id": n.EventID, "to": string(n.Audience), "channel": string(n.Channel),
				"message": fmt.Sprintf("%s:%d", n.ConversationID, n.FirstSeq), "changed_at": n.UpdatedAt}})
	}
	return out
}
