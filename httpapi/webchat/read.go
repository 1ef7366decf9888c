package webchat

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/txn"
	"prilavok/core/upload"
)

// row is a message as the page sees it.
type row struct {
	Seq    int64           `json:"seq"`
	Author inbox.Author    `json:"author"`
	Kind   inbox.Kind      `json:"kind"`
	Text   string          `json:"text,omitempty"`  // of the visitor's own
	Label  string          `json:"label,omitempty"` // of what they pressed
	Source string          `json:"source,omitempty"`
	Photos []string        `json:"photos,omitempty"` // paths of the visitor's own pictures
	Out    *inbox.Outgoing `json:"out,omitempty"`
	ID     string          `json:"id,omitempty"` // ours: what Source and Replaces name; theirs: client_id
	At     time.Time       `json:"at"`
}

// stretch is a piece of the log.
type stretch struct {
	Messages []row        `json:"messages"`
	More     bool         `json:"more"` // older ones exist (before), or newer ones (after)
	Status   inbox.Status `json:"status,omitempty"`
	held     bool         // a message is on its way
	through  int64        // everything up to here was looked at
}

const pageSize = 60

// history answers GET /messages: with after what is newer, with before what is older,
// without both the end of the conversation.
func (h *Handler) history(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayRead(r); err != nil {
		return err
	}
	v, err := h.visitor(r)
	if err != nil {
		return err
	}
	after, before, err := bounds(r)
	if err != nil {
		return err
	}
	var s stretch
	if after >= 0 {
		s, err = h.after(r.Context(), v, after)
	} else {
		s, err = h.before(r.Context(), v, before)
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, s)
}

func (h *Handler) mayRead(r *http.Request) error {
	if wait, ok := h.reads.take(h.address(r)); !ok {
		return errTooMany.After(wait)
	}
	return nil
}

// bounds reads after and before; after is -1 when it is not given.
func bounds(r *http.Request) (after, before int64, err error) {
	q := r.URL.Query()
	after, before = -1, 1<<62
	if q.Has("after") && q.Has("before") {
		return 0, 0, errQuery
	}
	for name, dest := range map[string]*int64{"after": &after, "before": &before} {
		if !q.Has(name) {
			continue
		}
		n, bad := strconv.ParseInt(q.Get(name), 10, 64)
		if bad != nil || n < 0 {
			return 0, 0, errQuery
		}
		*dest = n
	}
	return after, before, nil
}

func (h *Handler) after(ctx context.Context, v visitor, after int64) (stretch, error) {
	return h.read(ctx, v, func(ctx context.Context) ([]inbox.Message, error) {
		return h.o.Store.WebchatMessages(ctx, v.account.ID, v.hash, after, pageSize)
	}, after)
}

func (h *Handler) before(ctx context.Context, v visitor, before int64) (stretch, error) {
	full := false
	s, err := h.read(ctx, v, func(ctx context.Context) ([]inbox.Message, error) {
		m, err := h.o.Store.WebchatBefore(ctx, v.account.ID, v.hash, before, pageSize)
		full = len(m) == pageSize
		return m, err
	}, 0)
	s.More = full
	return s, err
}

func (h *Handler) read(ctx context.Context, v visitor, list func(ctx context.Context) ([]inbox.Message, error), after int64) (stretch, error) {
	var s stretch
	err := h.o.Store.View(txn.ForShop(ctx, v.account.ShopID), func(ctx context.Context) error {
		m, err := list(ctx)
		if err != nil {
			return err
		}
		s = cut(m, after)
		s.Status, err = h.o.Store.WebchatStatus(ctx, v.account.ID, v.hash)
		return err
	})
	return s, err
}

// cut keeps what a visitor may see. An answer that is stored but not yet delivered
// ends the stretch: what follows is shown after it, never instead of it. One that
// failed is passed over.
func cut(m []inbox.Message, after int64) stretch {
	s := stretch{Messages: []row{}, More: len(m) == pageSize, through: after}
	for _, x := range m {
		if x.State == inbox.Queued {
			s.held, s.More = true, false
			break
		}
		s.through = x.Seq
		if (x.State == inbox.Received || x.State == inbox.Sent) && x.DeletedAt.IsZero() {
			s.Messages = append(s.Messages, toRow(x))
		}
	}
	return s
}

func toRow(m inbox.Message) row {
	r := row{Seq: m.Seq, Author: m.Author, Kind: m.Kind, ID: m.ExternalID, At: m.CreatedAt.UTC().Truncate(time.Millisecond)}
	if m.Author != inbox.ByContact {
		r.Out = m.Out
		return r
	}
	r.Text, r.Source = m.Text, m.Payload.Source
	r.Label, _ = m.Payload.Extra["label"].(string)
	for _, a := range m.Payload.Attachments {
		r.Photos = append(r.Photos, upload.Path(a.FileID))
	}
	if c := m.Payload.Contact; c != nil {
		r.Text = c.Phone
	}
	if l := m.Payload.Location; l != nil {
		r.Text = strconv.FormatFloat(l.Lat, 'f', 5, 64) + ", " + strconv.FormatFloat(l.Lon, 'f', 5, 64)
	}
	return r
}
