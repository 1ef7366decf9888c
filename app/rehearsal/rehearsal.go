// Package rehearsal answers an owner as a customer would be answered, and leaves nothing
// behind: everything that was said is gone through in one unit of work, with a contact, a
// conversation and a cart of its own, and then the unit is rolled back. So an order can be
// placed on trial, and there is none; nobody is told, and nothing is counted.
package rehearsal

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/settings"
)

// Store is what a rehearsal needs of a database.
type Store interface {
	txn.Runner
	inbox.Directory
	SaveAccount(ctx context.Context, a shop.Account) error
	OpenThread(ctx context.Context, t inbox.Thread) (inbox.Conversation, error)
	StoreArrivals(ctx context.Context, a []inbox.Arrival) ([]inbox.Outcome, error)
	AskedAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
	SetAnswered(ctx context.Context, conversationID string, seq int64, at time.Time) error
}

// Fallback answers free text by rules.
type Fallback interface {
	Fallback(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error)
}

// Stage is where rehearsals are held. It implements settings.Trial.
type Stage struct {
	Store    Store
	Script   inbox.Script
	Fallback Fallback
	Model    inbox.Responder // asked on trial; nil: there is none
	Now      func() time.Time
	IDs      *id.Maker
}

// errCurtain ends the unit of work, so that nothing of it stays.
var errCurtain = errors.New("the rehearsal is over")

// Answer implements settings.Trial. The rules come first, as ever; what they leave is the
// model's, which is asked once the unit of work is over.
func (s *Stage) Answer(ctx context.Context, l lang.Lang, said []settings.TrialLine) (settings.TrialResult, error) {
	var res inbox.TurnResult
	var free *inbox.TurnInput
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		conversation, account, err := s.open(ctx, l)
		if err != nil {
			return err
		}
		var history []inbox.Message
		for i, line := range said {
			if res, free, err = s.answer(ctx, conversation, account, i, line); err != nil {
				return err
			}
			if free != nil {
				free.History = history
			}
			for by, text := range map[inbox.Author]string{inbox.ByContact: line.Text, inbox.ByAssistant: line.Answered} {
				if text != "" {
					history = append(history, inbox.Message{Author: by, Kind: inbox.KindText, Text: text, Seq: 2*int64(i) + map[inbox.Author]int64{inbox.ByAssistant: 1}[by]})
				}
			}
			slices.SortFunc(history, func(a, b inbox.Message) int { return int(a.Seq - b.Seq) })
		}
		return errCurtain
	})
	if err != nil && !errors.Is(err, errCurtain) {
		return settings.TrialResult{}, err
	}
	if free == nil {
		return settings.TrialResult{TurnResult: res, Model: settings.NotNeeded}, nil
	}
	return s.ask(ctx, *free, res)
}

// ask lets the model answer what the rules have left.
func (s *Stage) ask(ctx context.Context, in inbox.TurnInput, byRules inbox.TurnResult) (settings.TrialResult, error) {
	switch {
	case in.Shop.Settings.Assistant.Off:
		return settings.TrialResult{TurnResult: byRules, Model: settings.SwitchedOff}, nil
	case s.Model == nil:
		return settings.TrialResult{TurnResult: byRules, Model: settings.NotConnected}, nil
	}
	res, err := s.Model.Answer(ctx, in)
	if err != nil {
		return settings.TrialResult{}, err
	}
	if res.Meta.Path != "model" {
		return settings.TrialResult{TurnResult: res, Model: settings.Failed}, nil
	}
	return settings.TrialResult{TurnResult: res, Model: settings.Asked}, nil
}

// open makes the contact and the conversation.
func (s *Stage) open(ctx context.Context, l lang.Lang) (conversation, account string, err error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	a := shop.Account{ID: s.IDs.Token(22), ShopID: txn.ShopID(ctx), Channel: shop.Webchat, Name: "rehearsal", Status: "active", CreatedAt: now, UpdatedAt: now}
	a.ExternalID = a.ID
	if err := s.Store.SaveAccount(ctx, a); err != nil {
		return "", "", err
	}
	c, err := s.Store.OpenThread(ctx, inbox.Thread{AccountID: a.ID, Key: "rehearsal", Channel: shop.Webchat, ContactID: s.IDs.Make("ctc"), AddressID: s.IDs.Make("adr"), ConvID: s.IDs.Make("cnv"),
		From: inbox.Person{ExternalID: "rehearsal", Lang: string(l)}, Lang: l, At: now})
	return c.ID, a.ID, err
}

// answer lets one line be said, and answers it by rules.
func (s *Stage) answer(ctx context.Context, conversation, account string, n int, line settings.TrialLine) (inbox.TurnResult, *inbox.TurnInput, error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	in := inbox.Incoming{AccountID: account, Channel: shop.Webchat, DeliveryKey: "rehearsal-" + strconv.Itoa(n), Kind: inbox.KindText, ConversationKey: "rehearsal", Text: line.Text,
		From: inbox.Person{ExternalID: "rehearsal"}, SentAt: now}
	switch {
	case line.Action != "":
		in.Kind, in.Payload.Action = inbox.KindButton, line.Action
	case len(line.Text) > 1 && line.Text[0] == '/':
		in.Kind, in.Payload.Command = inbox.KindCommand, line.Text[1:]
	}
	arrival := inbox.Arrival{In: in, JobID: s.IDs.Make("job"), RunAt: now, At: now, Asked: now, Payload: inbox.MarshalPayload(in.Payload)}
	if _, err := s.Store.StoreArrivals(ctx, []inbox.Arrival{arrival}); err != nil {
		return inbox.TurnResult{}, nil, err
	}
	c, who, sh, err := s.Store.Between(ctx, conversation)
	if err != nil {
		return inbox.TurnResult{}, nil, err
	}
	asked, err := s.Store.AskedAfter(ctx, c.ID, c.AnsweredTo, 10)
	if err != nil || len(asked) == 0 {
		return inbox.TurnResult{}, nil, err
	}
	turn := inbox.TurnInput{TurnID: s.IDs.Make("trn"), Shop: sh, Contact: who, Conversation: c, Messages: asked}
	res, free, err := s.said(ctx, turn)
	if err != nil {
		return res, nil, err
	}
	if !free {
		return res, nil, s.Store.SetAnswered(ctx, c.ID, asked[len(asked)-1].Seq, now)
	}
	return res, &turn, s.Store.SetAnswered(ctx, c.ID, asked[len(asked)-1].Seq, now)
}

// said is the answer: by rules, or why what was asked for cannot be done; free where the rules
// leave it to the model.
func (s *Stage) said(ctx context.Context, turn inbox.TurnInput) (res inbox.TurnResult, free bool, err error) {
	var handled bool
	res, handled, err = s.Script.Try(ctx, turn)
	switch {
	case err != nil && (fault.Is(err, fault.Internal) || fault.Is(err, fault.Unavailable)):
		return res, false, err
	case err != nil:
		res, err = s.Script.Explain(ctx, turn, err)
		res.Meta.Path = "script"
		return res, false, err
	case handled:
		res.Meta.Path = "script"
		return res, false, nil
	}
	res, err = s.Fallback.Fallback(ctx, turn)
	res.Meta.Path = "fallback"
	return res, true, err
}
