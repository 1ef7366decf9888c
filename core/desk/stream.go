package desk

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/inbox"
	"prilavok/core/markup"
	"prilavok/core/upload"
)

// newest is above every sequence number.
const newest = math.MaxInt64

// mark is how far a page of the stream has come in each of the three things it is made of.
type mark struct {
	seq         int64 // messages up to here are still to come
	note, event string
}

func (m mark) String() string { return itoa(m.seq) + "." + m.note + "." + m.event }

func readMark(s string) (mark, error) {
	if s == "" {
		return mark{seq: newest}, nil
	}
	p := strings.Split(s, ".")
	if len(p) != 3 {
		return mark{}, ErrCursor
	}
	n, err := strconv.ParseInt(p[0], 10, 64)
	if err != nil {
		return mark{}, ErrCursor
	}
	return mark{n, p[1], p[2]}, nil
}

// Stream lists a page of what happened in a conversation, newest first, and the cursor of
// the next, "" at the end.
//
// Faults: inbox.ErrNoConversation, ErrCursor.
func (s *Service) Stream(ctx context.Context, id, cursor string, limit int) (list []Item, next string, err error) {
	m, err := readMark(cursor)
	if err != nil {
		return nil, "", err
	}
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		if _, err := s.Store.ConversationLine(ctx, id); err != nil {
			return err
		}
		said, err := s.Store.MessagesBefore(ctx, id, m.seq, limit+1)
		if err != nil {
			return err
		}
		notes, err := s.Store.NotesBelow(ctx, id, m.note, limit+1)
		if err != nil {
			return err
		}
		events, err := s.Store.OrderEventsBelow(ctx, id, m.event, limit+1)
		if err != nil {
			return err
		}
		var messages []Item
		for _, x := range slices.Backward(said) {
			messages = append(messages, itemOf(x))
		}
		list, m = merge(m, limit, messages, notes, events)
		if len(messages)+len(notes)+len(events) > limit {
			next = m.String()
		}
		return nil
	})
	return list, next, err
}

// merge takes the newest of three lists, each of which is in order, and notes how far it came.
func merge(m mark, limit int, lists ...[]Item) ([]Item, mark) {
	var out []Item
	for len(out) < limit {
		best := -1
		for i, l := range lists {
			if len(l) > 0 && (best < 0 || l[0].At.After(lists[best][0].At)) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		x := lists[best][0]
		lists[best] = lists[best][1:]
		switch out = append(out, x); {
		case x.Message != nil:
			m.seq = x.Message.Seq - 1
		case x.Note != nil:
			m.note = x.ID
		default:
			m.event = x.ID
		}
	}
	return out, m
}

// itemOf shows a message.
func itemOf(m inbox.Message) Item {
	x := Item{ID: MessageID(m.Seq), At: m.CreatedAt, By: m.Author, Message: &m, Quote: m.Payload.Quote, Gone: !m.DeletedAt.IsZero()}
	if m.Out != nil {
		x.Author = m.Out.Operator
		x.Message.Text = markup.Plain(m.Out.Text)
		for _, i := range m.Out.Images {
			x.Media = append(x.Media, Media{ID: upload.IDOf(i.URL), Kind: "photo", URL: i.URL, Name: i.Alt})
		}
		return x
	}
	for i, a := range m.Payload.Attachments {
		f := Media{Kind: a.Kind, Name: a.Name, Size: a.Size, Gone: a.Fault != "" || a.TooBig || x.Gone}
		if f.ID = upload.IDOf(a.URL); f.ID == "" && strings.HasPrefix(a.FileID, "upl_") {
			f.ID = a.FileID
		} else if f.ID == "" && (a.FileID != "" || a.URL != "") {
			f.ID = FileID(m.ConversationID, m.Seq, i)
		}
		x.Media = append(x.Media, f)
	}
	return x
}
