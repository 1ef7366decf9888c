package server

import (
	"context"
	"strings"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/upload"
	"prilavok/httpapi/operator"
)

// operators wires what the operators' inbox has on a server only.
func (s *Server) operators() {
	s.gate = s.api()
	s.desk = operator.New(operator.Options{Door: s.gate, Changes: s.App.Operators, Open: s.file, Log: s.log})
}

// wrote wakes the pages of a shop in which something was written.
func (s *Server) wrote(shopID string) {
	if s.desk != nil && shopID != "" {
		s.desk.Wake(shopID)
	}
}

// file opens a file of a message: one that is kept here, or one that stands with its
// channel, which is kept here from then on, so that it is fetched once.
func (s *Server) file(ctx context.Context, id string) (operator.File, error) {
	if strings.HasPrefix(id, "upl_") {
		u, err := s.App.Uploads.Open(ctx, id)
		return operator.File{ID: u.ID, MIME: u.MIME, Data: u.Data, At: u.CreatedAt}, err
	}
	conv, a, err := s.App.Operators.Attached(ctx, id)
	if err != nil {
		return operator.File{}, err
	}
	var c inbox.Conversation
	if err := s.App.Store.View(ctx, func(ctx context.Context) (err error) {
		c, err = s.App.Store.ConversationByID(ctx, conv)
		return err
	}); err != nil {
		return operator.File{}, err
	}
	f := operator.File{ID: id, Name: a.Name}
	source := "" // a link is renewed, a file's id at its channel is not
	if a.FileID != "" && a.URL == "" && !strings.HasPrefix(a.FileID, "upl_") {
		source = "channel:" + a.FileID
		if u, found, err := s.App.Uploads.Kept(ctx, c.AccountID, source); err != nil {
			return f, err
		} else if found {
			u, err = s.App.Uploads.Open(ctx, u.ID)
			f.MIME, f.Data, f.At = u.MIME, u.Data, u.CreatedAt
			return f, err
		}
	}
	if f.Data, f.MIME, err = s.App.Attachments().Download(ctx, c, a); err != nil {
		return f, err
	}
	f.At = s.App.Now()
	if source == "" || int64(len(f.Data)) > keepAtMost {
		return f, nil
	}
	_, err = s.App.Uploads.Keep(ctx, upload.Upload{AccountID: c.AccountID, Key: c.Key, MIME: f.MIME, Data: f.Data, Source: source})
	if fault.Is(err, fault.Unavailable) { // it can be shown all the same
		err = nil
	}
	return f, err
}

// keepAtMost is how large a file of a channel's is kept here, in bytes; a larger one is
// fetched each time.
const keepAtMost = 8 << 20
