package app

import (
	"context"
	"encoding/json"
	"errors"

	"prilavok/app/gallery"
	"prilavok/channel/telegram"
	"prilavok/channel/telegram/update"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Jobs of the staff chat.
const (
	jobStaffPost       = "staff:post"  // payload handoff.Post
	jobStaffRelay      = "staff:relay" // payload relayJob
	jobStaffCopy       = "staff:copy"  // payload copyJob
	jobTelegramService = "telegram:service"
)

type relayJob struct {
	ConversationID string `json:"c"`
	From, To       int64
}

// staffDesk implements inbox.Staff over the handoff service.
type staffDesk struct{ *App }

// Asked implements inbox.Staff.
func (d staffDesk) Asked(ctx context.Context, c inbox.Conversation, h inbox.Handoff) error {
	_, err := d.Handoffs.Request(ctx, c.ID, handoff.ReasonOf(h.Reason), h.Summary)
	return err
}

// Wrote implements inbox.Staff.
func (d staffDesk) Wrote(ctx context.Context, c inbox.Conversation, m []inbox.Message) error {
	m, err := d.Ratings.Heard(ctx, &c, m)
	if err != nil || len(m) == 0 {
		return err
	}
	if err := d.Rules.Heard(ctx, c, m); err != nil {
		return err
	}
	return d.Jobs.Enqueue(ctx, job.New{Kind: jobStaffRelay, Lane: "staff:" + c.ID, Seq: m[len(m)-1].Seq,
		Payload: relayJob{c.ID, m[0].Seq, m[len(m)-1].Seq}})
}

// staffSaid handles what is said in a group, inside the unit that keeps it.
func (a *App) staffSaid(ctx context.Context, _ shop.Account, in inbox.Incoming) error {
	if post, done, err := a.Crew.Claim(ctx, in); done || err != nil {
		if err == nil {
			err = a.post(ctx, post)
		}
		return err
	}
	if done, err := a.decided(ctx, in); done || err != nil {
		return err
	}
	act, err := a.Handoffs.StaffSaid(ctx, in)
	if err != nil {
		return err
	}
	for i := range act.Attachments {
		if err := a.passOn(ctx, in, act, i); err != nil {
			return err
		}
	}
	if act.Say != nil && act.Say.Text != "" && len(act.Attachments) == 0 {
		say := *act.Say
		say.Author = inbox.ByOperator
		if err := a.Inbox.Say(ctx, act.ConversationID, inbox.ByOperator, say); err != nil {
			return err
		}
	}
	return a.post(ctx, act.Posts...)
}

// copyJob asks for a message of the staff chat to be copied to the customer.
type copyJob struct {
	AccountID string
	From      string // key of the staff chat
	MessageID string
	To        string   // conversation
	Photos    []string // file ids, when it is pictures and nothing else
	Text      string   // markup, beside them
}

// passOn sends an operator's picture or file on as it is, with its caption: the copy
// is the operator's answer. Album parts come as messages of their own.
func (a *App) passOn(ctx context.Context, in inbox.Incoming, act handoff.Action, i int) error {
	staff, ok := inbox.Extra[update.Staff](in.Payload, update.ExtraStaff)
	if i > 0 || !ok {
		return nil
	}
	c := copyJob{AccountID: in.AccountID, From: staff.ChatID, MessageID: in.ExternalID, To: act.ConversationID, Photos: gallery.PhotosOf(act.Attachments)}
	if act.Say != nil {
		c.Text = act.Say.Text
	}
	return a.Jobs.Enqueue(ctx, job.New{Kind: jobStaffCopy, Payload: c})
}

// staffCopy copies a message of the staff chat to a customer in Telegram. A visitor of the
// chat page gets its pictures; what else there is the operator is told to put in words.
func (a *App) staffCopy(ctx context.Context, j job.Job) error {
	var c copyJob
	if err := json.Unmarshal(j.Payload, &c); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a copy")
	}
	var conv inbox.Conversation
	err := a.Store.View(ctx, func(ctx context.Context) error {
		var err error
		conv, err = a.Store.ConversationByID(ctx, c.To)
		return err
	})
	if err != nil {
		return err
	}
	if conv.Channel == shop.Webchat && len(c.Photos) > 0 {
		return a.showPictures(ctx, c, conv)
	}
	if conv.Channel != shop.Telegram || conv.AccountID != c.AccountID {
		p := handoff.Post{Spot: handoff.Spot{AccountID: c.AccountID, ChatID: c.From}, ConversationID: conv.ID, ReplyTo: c.MessageID, Text: txtNoCopy.RU}
		return a.postOnce(ctx, p, nil)
	}
	bot, err := a.Fleet.Bot(ctx, c.AccountID)
	if err != nil {
		return err
	}
	from := contact.Address{AccountID: c.AccountID, Channel: shop.Telegram, ConversationKey: c.From}
	to := contact.Address{AccountID: c.AccountID, Channel: shop.Telegram, ConversationKey: conv.Key}
	_, err = bot.Copy(ctx, from, c.MessageID, to, "")
	return err
}

var txtNoCopy = lang.Phrase{RU: "Клиент пишет не из Telegram: передать ему можно только фото, остальное напишите словами.", EN: "The customer does not write from Telegram: only photos can be passed on, please put the rest in words."}

// postLane is one per conversation: posts keep their order, and a topic is opened once.
func postLane(p handoff.Post) string {
	if p.ConversationID == "" {
		return ""
	}
	return "staffpost:" + p.ConversationID
}

// post enqueues posts of the staff chat.
func (a *App) post(ctx context.Context, posts ...handoff.Post) error {
	for _, p := range posts {
		if err := a.Jobs.Enqueue(ctx, job.New{Kind: jobStaffPost, Lane: postLane(p), Payload: p}); err != nil {
			return err
		}
	}
	return nil
}

// staffRelay turns what a customer wrote to an operator into posts.
func (a *App) staffRelay(ctx context.Context, j job.Job) error {
	var r relayJob
	if err := json.Unmarshal(j.Payload, &r); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a relay job")
	}
	var list []inbox.Message
	err := a.Store.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = a.Store.MessagesAfter(ctx, r.ConversationID, r.From-1, int(r.To-r.From)+1)
		return err
	})
	if err != nil {
		return err
	}
	if list, err = a.Files.Gather(ctx, r.ConversationID, list); err != nil {
		return err
	}
	posts, err := a.Handoffs.Relay(ctx, r.ConversationID, list)
	if errors.Is(err, handoff.ErrNoStaff) {
		return nil // they wait for the panel's inbox
	}
	if err != nil {
		return err
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		if err := a.post(ctx, posts...); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
}

// staffPost sends one post to the staff chat, into its topic where topics are on.
func (a *App) staffPost(ctx context.Context, j job.Job) error {
	var sp staffPostJob
	if err := json.Unmarshal(j.Payload, &sp); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a staff post")
	}
	p, err := a.Handoffs.Locate(ctx, sp.Post)
	if err != nil {
		return err
	}
	bot, err := a.Fleet.Bot(ctx, p.AccountID)
	if err != nil {
		return err
	}
	if p.OpenTopic != "" {
		if p.Thread, err = bot.CreateTopic(ctx, p.ChatID, p.OpenTopic); err != nil {
			return err
		}
		if err := a.Handoffs.TopicOpened(ctx, p.Spot, p.ConversationID); err != nil {
			return err
		}
	}
	id, err := a.sendPost(ctx, bot, p)
	if fault.CodeOf(err) == telegram.CodeThreadGone {
		return errors.Join(fault.New(fault.Unavailable, "staff.topic_gone", "the topic was deleted: a new one is made"), a.Handoffs.TopicGone(ctx, p.Spot))
	}
	if err != nil {
		return err
	}
	if err := a.Handoffs.Posted(ctx, p, id); err != nil || sp.NoticeID == "" {
		return err
	}
	return a.Notices.Posted(ctx, sp.NoticeID, id)
}

func (a *App) sendPost(ctx context.Context, bot *telegram.Bot, p handoff.Post) (id string, err error) {
	to := staffAddress(p.Spot)
	for _, part := range bot.Shape(inbox.Outgoing{Text: p.Text, Images: gallery.PicturesOf(p.Attachments), Buttons: p.Buttons, Silent: p.Silent}) {
		if id, err = bot.Send(ctx, to, part); err != nil {
			return "", err
		}
	}
	if len(p.Attachments) > 0 && p.Source.AccountID == p.AccountID && p.Source.MessageID != "" {
		from := contact.Address{AccountID: p.AccountID, Channel: shop.Telegram, ConversationKey: p.Source.Key}
		if _, err := bot.Copy(ctx, from, p.Source.MessageID, staffAddress(p.Spot), p.Thread); err != nil {
			return id, err
		}
	}
	return id, nil
}

func staffAddress(at handoff.Spot) contact.Address {
	key := at.ChatID
	if at.Thread != "" {
		key += ":" + at.Thread
	}
	return contact.Address{AccountID: at.AccountID, Channel: shop.Telegram, ExternalID: at.ChatID, ConversationKey: key}
}

// tellStaffHandoff posts the card of a conversation that asks for a person.
func (a *App) tellStaffHandoff(ctx context.Context, j job.Job) error {
	var e handoff.EventJob
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "app.bad_job", "a handoff event")
	}
	p, err := a.Handoffs.Card(ctx, e.HandoffID)
	return a.postOnce(ctx, p, err)
}

// postOnce enqueues a post together with the end of the job in hand.
func (a *App) postOnce(ctx context.Context, p handoff.Post, err error) error {
	if errors.Is(err, handoff.ErrNoStaff) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		if err := a.post(ctx, p); err != nil {
			return err
		}
		return a.Jobs.Finish(ctx)
	})
}
