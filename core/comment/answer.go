package comment

import (
	"context"

	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/shop"
)

// prepare keeps the intent of an entry's next answer, or why it gets none; nil then.
func (s *Service) prepare(ctx context.Context, q Queue, e Entry, rules []Rule, sh shop.Shop) (*task, error) {
	e.UpdatedAt = s.moment()
	if e.Step == Sort {
		return s.toSort(ctx, e, rules, sh)
	}
	t := &task{Entry: e, look: e.part().State == Sending}
	if !t.look {
		why, err := s.unwanted(ctx, &t.Entry, rules, sh)
		if err != nil {
			return nil, err
		}
		if why == WhyLimit && q.Fault != "" && q.HeldUntil.After(t.UpdatedAt) {
			why = q.Fault // it is not the limit that it waited for
		}
		if why != "" {
			t.leave(Skipped, why)
			return nil, s.Store.SaveComment(ctx, t.Entry)
		}
		p := t.part()
		p.State, p.At = Sending, t.UpdatedAt
	}
	t.Attempts++
	if t.Step == Public {
		return t, s.Store.SaveComment(ctx, t.Entry)
	}
	taken, err := s.converse(ctx, t, sh)
	if err == nil && taken {
		t.part().State = Waiting
		t.leave(Skipped, WhyOperator)
	}
	if err == nil {
		err = s.Store.SaveComment(ctx, t.Entry)
	}
	if err != nil || taken {
		return nil, err
	}
	return t, nil
}

// unwanted says why an entry is not answered after all, "" when it is, and writes what it
// is answered with.
func (s *Service) unwanted(ctx context.Context, e *Entry, rules []Rule, sh shop.Shop) (string, error) {
	var rule *Rule
	for i := range rules {
		if rules[i].ID == e.RuleID && rules[i].Status == Active {
			rule = &rules[i]
		}
	}
	switch {
	case s.late(*e, sh):
		return WhyTooOld, nil
	case s.impatient(*e, sh):
		return WhyLimit, nil
	case rule == nil:
		return WhyRule, nil
	case e.Step != Public && e.PersonID == "":
		return WhyNobody, nil
	}
	if !rule.Often && !e.ByHand && e.Private.State != Sent {
		before, err := s.Store.AnsweredUnder(ctx, *e)
		if err != nil || before {
			return WhyRepeated, err
		}
	}
	return s.compose(ctx, e, *rule, sh)
}

// compose writes the texts of what is not sent yet; why says that nothing is left to say.
func (s *Service) compose(ctx context.Context, e *Entry, r Rule, sh shop.Shop) (why string, err error) {
	p, err := s.product(ctx, *e)
	if err != nil {
		return "", err
	}
	if p != nil {
		e.ProductID = p.ID
	}
	f := factsOf(*e, p, sh)
	for _, x := range []struct {
		part *Part
		text lang.Texts
		cut  func(string) string
	}{
		{&e.Private, r.Private, func(s string) string { return cutBytes(s, 1000) }},
		{&e.Public, r.Public, func(s string) string { return cutRunes(s, 300) }},
	} {
		if x.part.State != Waiting {
			continue
		}
		if x.part.Text = x.cut(f.fill(x.text.In(e.Lang, sh.DefaultLang()))); x.part.Text == "" {
			x.part.State = Left
		}
	}
	if e.Step = e.next(); e.Step == "" {
		return WhyProduct, nil
	}
	return "", nil
}

// product is what the post of an entry shows, nil when that is not known.
func (s *Service) product(ctx context.Context, e Entry) (*catalog.Product, error) {
	if s.Products == nil {
		return nil, nil
	}
	for _, media := range e.posts() {
		if media == "" {
			continue
		}
		if p, err := s.Products.ProductOf(ctx, e.AccountID, media); err != nil || p != nil {
			return p, err
		}
	}
	return nil, nil
}

// knownIDs is how many messages of a conversation are looked through for ids that are taken.
const knownIDs = 50

// converse puts the comment and the reply to it into the conversation with the person,
// where what they write back will stand: it is known there what it is about. taken says
// that a person of the shop has the conversation, so that nothing is said into it.
func (s *Service) converse(ctx context.Context, t *task, sh shop.Shop) (taken bool, err error) {
	c, err := s.Store.OpenThread(ctx, inbox.Thread{AccountID: t.AccountID, Key: t.PersonID, Channel: shop.Instagram, ContactID: s.IDs.Make("con"),
		AddressID: s.IDs.Make("adr"), ConvID: s.IDs.Make("cnv"), From: inbox.Person{ExternalID: t.PersonID, Username: t.Username}, Lang: t.Lang, At: s.moment()})
	if err != nil || c.Status == inbox.Open && !t.look {
		return err == nil, err
	}
	if t.Seq == 0 {
		said, err := s.append(ctx, c.ID, t.Entry, sh)
		if err != nil {
			return false, err
		}
		t.ConversationID, t.Seq = c.ID, said.Seq
	}
	list, err := s.Store.MessagesBefore(ctx, c.ID, max(c.LastSeq, t.Seq), knownIDs)
	for _, m := range list {
		switch {
		case m.Seq == t.Seq:
			t.told = m.ExternalID
		case m.ExternalID != "":
			t.known = append(t.known, m.ExternalID)
		}
	}
	return false, err
}

// append adds the comment, unless the conversation has it, and the reply, which waits for
// its id of the channel's as any message of ours does: an echo that comes first finds it.
func (s *Service) append(ctx context.Context, conversationID string, e Entry, sh shop.Shop) (inbox.Message, error) {
	now := s.moment()
	var list []inbox.Message
	if e.ConversationID != conversationID {
		p, err := s.product(ctx, e)
		if err != nil {
			return inbox.Message{}, err
		}
		under := txtPost.In(e.Lang)
		if p != nil {
			under = txtUnder.F(e.Lang, factsOf(e, p, sh).about())
		}
		about := inbox.Payload{Silent: true, Quote: under}
		about.SetExtra("comment", map[string]string{"id": e.CommentID, "media_id": e.MediaID, "product_id": e.ProductID, "entry_id": e.ID})
		list = append(list, inbox.Message{Author: inbox.ByContact, Kind: inbox.KindComment, Text: e.Text, Payload: about, State: inbox.Received, SentAt: e.At, CreatedAt: now})
	}
	list = append(list, inbox.Message{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: e.Private.Text, State: inbox.Queued, CreatedAt: now,
		Out: &inbox.Outgoing{Text: markup.Esc(e.Private.Text), Author: inbox.ByAssistant}})
	said, err := s.Store.AppendMessages(ctx, conversationID, list)
	if err != nil {
		return inbox.Message{}, err
	}
	return said[len(said)-1], nil
}

// elsewhere is for a private reply that went to another id than the comment's author has:
// the conversation with that one has to know of it as well.
func (s *Service) elsewhere(ctx context.Context, e *Entry, personID string, sh shop.Shop) error {
	if e.Private.State != Sent || personID == "" || personID == e.PersonID {
		return nil
	}
	t := &task{Entry: *e, look: true}
	t.PersonID, t.Seq = personID, 0
	if _, err := s.converse(ctx, t, sh); err != nil {
		return err
	}
	e.ConversationID, e.Seq = t.ConversationID, t.Seq
	return s.delivered(ctx, *e)
}
