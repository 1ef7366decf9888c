package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/txn"
	"prilavok/core/upload"
)

// JobFetch brings the files of one message home. Its payload is Errand.
const JobFetch = "media"

// MaxAttempts is how often a file is asked for: a day and a half with the queue's backoff
// is longer than any link lives, so it is far less.
const MaxAttempts = 8

// Errand names a message by what its channel calls it: it is written before anybody knows
// whether the message is a known one.
type Errand struct {
	AccountID  string `json:"a"`
	Key        string `json:"k"`
	ExternalID string `json:"m"`
}

// Store is what keeping files with their messages needs of a database.
type Store interface {
	ConversationByKey(ctx context.Context, accountID, key string) (c inbox.Conversation, found bool, err error)
	LockConversation(ctx context.Context, id string) (inbox.Conversation, error)
	// AskedAs finds a customer's message by the channel's id of it.
	AskedAs(ctx context.Context, conversationID, externalID string) (m inbox.Message, found bool, err error)
	// SetPayload replaces what a message carries besides its text.
	SetPayload(ctx context.Context, conversationID string, seq int64, p inbox.Payload) error
}

// Shelf keeps files: upload.Service.
type Shelf interface {
	Keep(ctx context.Context, u upload.Upload) (upload.Upload, error)
	Kept(ctx context.Context, accountID, source string) (u upload.Upload, found bool, err error)
	Open(ctx context.Context, id string) (upload.Upload, error)
	Drop(ctx context.Context, ids []string) error
}

// Deps is what a Keeper works with.
type Deps struct {
	Fetch *Fetcher
	Shelf Shelf
	Store Store
	Tx    txn.Runner
	Jobs  inbox.Jobs
	// Renew asks a channel for the files of a message anew, with links that hold; nil where
	// no channel can. Outside of units of work.
	Renew func(ctx context.Context, accountID, externalID string) ([]inbox.Attachment, error)
	// Say tells the customer something, in the open unit of work.
	Say func(ctx context.Context, conversationID string, what lang.Phrase) error
}

// Keeper brings files home.
type Keeper struct{ Deps }

// New returns a keeper.
func New(d Deps) *Keeper { return &Keeper{d} }

// linked reports whether an attachment is only a link yet.
func linked(a inbox.Attachment) bool { return a.URL != "" && a.FileID == "" && a.Fault == "" }

// Linked reports whether a message has files that are not home yet.
func Linked(p inbox.Payload) bool { return slices.ContainsFunc(p.Attachments, linked) }

// Ask enqueues an errand for each of the messages that has a link. It is called after they
// were stored, and again when a channel repeats them: an errand that is done does nothing.
func (k *Keeper) Ask(ctx context.Context, list []inbox.Incoming) error {
	var jobs []job.New
	for _, in := range list {
		if in.Kind.Asks() && in.ExternalID != "" && Linked(in.Payload) {
			jobs = append(jobs, job.New{Kind: JobFetch, Payload: Errand{in.AccountID, in.ConversationKey, in.ExternalID}})
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	return k.Tx.InTx(ctx, func(ctx context.Context) error {
		txn.AfterCommit(ctx, k.Jobs.Wake)
		return k.Jobs.EnqueueAll(ctx, jobs)
	})
}

// Run does an errand. It implements job.Handler.
func (k *Keeper) Run(ctx context.Context, j job.Job) error {
	var e Errand
	if err := json.Unmarshal(j.Payload, &e); err != nil {
		return fault.Wrap(err, fault.Invalid, "media.bad_job", "an errand")
	}
	return k.Look(ctx, e)
}

// Bury notes that the files of a message could not be had, after the last try.
func (k *Keeper) Bury(ctx context.Context, j job.Job, cause error) error {
	var e Errand
	if json.Unmarshal(j.Payload, &e) != nil {
		return nil
	}
	m, found, err := k.find(ctx, e)
	if err != nil || !found {
		return err
	}
	for i := range m.Payload.Attachments {
		if linked(m.Payload.Attachments[i]) {
			m.Payload.Attachments[i].Fault = ErrUnreachable.Code
		}
	}
	return k.note(ctx, e, m)
}

// Look fetches the files of a message that are links yet, keeps them and notes them with
// the message. It is called outside of units of work.
//
// Faults: retryable ones only; what cannot be had is noted and told.
func (k *Keeper) Look(ctx context.Context, e Errand) error {
	m, found, err := k.find(ctx, e)
	if err != nil || !found || !Linked(m.Payload) {
		return err
	}
	m.Payload.Attachments = slices.Clone(m.Payload.Attachments)
	renewed := false
	for i := range m.Payload.Attachments {
		a := &m.Payload.Attachments[i]
		if !linked(*a) {
			continue
		}
		u, err := k.keep(ctx, e, *a, a.URL)
		if fault.CodeOf(err) == ErrGone.Code && !renewed {
			renewed = true
			err = k.renew(ctx, e, &m)
			if err == nil {
				u, err = k.keep(ctx, e, *a, a.URL)
			}
		}
		switch {
		case err == nil:
			a.FileID, a.MIME, a.Size, a.URL, a.Name = u.ID, u.MIME, int64(u.Size), "", named(*a, u.MIME)
		case fault.Retryable(err):
			return err
		default:
			a.Fault, a.TooBig = fault.CodeOf(err), fault.CodeOf(err) == ErrTooLarge.Code
		}
	}
	return k.note(ctx, e, m)
}

func (k *Keeper) find(ctx context.Context, e Errand) (m inbox.Message, found bool, err error) {
	err = k.Tx.View(ctx, func(ctx context.Context) error {
		c, known, err := k.Store.ConversationByKey(ctx, e.AccountID, e.Key)
		if err != nil || !known {
			return err
		}
		m, found, err = k.Store.AskedAs(ctx, c.ID, e.ExternalID)
		found = found && m.DeletedAt.IsZero()
		return err
	})
	return m, found, err
}

// renew takes over fresh links of a message: the same kinds in the same order. Where the
// channel no longer tells them, the files are gone.
func (k *Keeper) renew(ctx context.Context, e Errand, m *inbox.Message) error {
	if k.Renew == nil {
		return ErrGone
	}
	fresh, err := k.Renew(ctx, e.AccountID, e.ExternalID)
	if err != nil {
		if fault.Retryable(err) {
			return err
		}
		return ErrGone
	}
	if len(fresh) != len(m.Payload.Attachments) {
		return ErrGone
	}
	for i := range m.Payload.Attachments {
		if a := &m.Payload.Attachments[i]; linked(*a) && fresh[i].URL != "" {
			a.URL = fresh[i].URL
		}
	}
	return nil
}

// keep brings one file home, or finds that it is.
func (k *Keeper) keep(ctx context.Context, e Errand, a inbox.Attachment, address string) (upload.Upload, error) {
	source := sourceOf(address)
	u, found, err := k.Shelf.Kept(ctx, e.AccountID, source)
	if err != nil || found {
		return u, err
	}
	f, err := k.Fetch.Get(ctx, a.Kind, address)
	if err != nil {
		return upload.Upload{}, err
	}
	return k.Shelf.Keep(ctx, upload.Upload{AccountID: e.AccountID, Key: e.Key, MIME: f.MIME, Data: f.Data, Source: source})
}

// Load returns a file of a conversation that may be home already or still a link. It is
// called outside of units of work.
func (k *Keeper) Load(ctx context.Context, c inbox.Conversation, a inbox.Attachment) (data []byte, mime string, err error) {
	if a.FileID == "" && !linked(a) {
		return nil, "", ErrGone
	}
	id := a.FileID
	if id == "" {
		u, err := k.keep(ctx, Errand{AccountID: c.AccountID, Key: c.Key}, a, a.URL)
		if err != nil {
			return nil, "", err
		}
		if u.Data != nil {
			return u.Data, u.MIME, nil
		}
		id = u.ID
	}
	u, err := k.Shelf.Open(ctx, id)
	return u.Data, u.MIME, err
}

// note writes what became of a message's files, unless it was unsent meanwhile: then
// nothing of it is kept. What its sender can mend is said to them, once.
func (k *Keeper) note(ctx context.Context, e Errand, m inbox.Message) error {
	return k.Tx.InTx(ctx, func(ctx context.Context) error {
		if _, err := k.Store.LockConversation(ctx, m.ConversationID); err != nil {
			return err
		}
		now, found, err := k.Store.AskedAs(ctx, m.ConversationID, e.ExternalID)
		switch {
		case err != nil:
			return err
		case !found || !now.DeletedAt.IsZero():
			return k.Shelf.Drop(ctx, kept(m.Payload))
		case !Linked(now.Payload) || len(now.Payload.Attachments) != len(m.Payload.Attachments):
			return nil
		}
		now.Payload.Attachments = m.Payload.Attachments
		if err := k.Store.SetPayload(ctx, m.ConversationID, m.Seq, now.Payload); err != nil {
			return err
		}
		if what, ok := told(m.Payload); ok && !m.Payload.Foreign && k.Say != nil {
			return k.Say(ctx, m.ConversationID, what)
		}
		return nil
	})
}

// Forget drops the files of messages that were unsent, in the open unit of work.
func (k *Keeper) Forget(ctx context.Context, list []inbox.Message) error {
	var ids []string
	for _, m := range list {
		ids = append(ids, kept(m.Payload)...)
	}
	return k.Shelf.Drop(ctx, ids)
}

// kept lists the files of a message that are home.
func kept(p inbox.Payload) (ids []string) {
	for _, a := range p.Attachments {
		if a.FileID != "" {
			ids = append(ids, a.FileID)
		}
	}
	return ids
}

// told is what a customer can do about files that could not be had.
func told(p inbox.Payload) (lang.Phrase, bool) {
	for _, a := range p.Attachments {
		switch a.Fault {
		case ErrGone.Code, ErrUnreachable.Code:
			return txtGone, true
		}
	}
	return lang.Phrase{}, false
}

var txtGone = lang.Phrase{RU: "Файл не открылся: ссылка на него уже не действует. Пришлите его, пожалуйста, ещё раз.",
	EN: "The file did not open: the link to it no longer works. Please send it once more."}

// sourceOf names a link without repeating it: links hold signatures.
func sourceOf(address string) string {
	h := sha256.Sum256([]byte(address))
	return hex.EncodeToString(h[:16])
}

// named gives a file a name whose ending tells what it is: services that hear go by it.
func named(a inbox.Attachment, mime string) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Kind + endings[mime]
}

var endings = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "audio/mp4": ".m4a", "audio/mpeg": ".mp3",
	"audio/ogg": ".ogg", "audio/wav": ".wav", "audio/aac": ".aac", "video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm", "application/pdf": ".pdf"}
