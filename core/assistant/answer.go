package assistant

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"prilavok/core/assistant/facts"
	"prilavok/core/cart"
	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/pattern"
)

// turn is one answer in the making.
type turn struct {
	*Service
	in    inbox.TurnInput
	lang  lang.Lang
	began time.Time
	row   Turn
	steps []Step
	over  bool // the contact is over the hourly limit

	health       Health
	day          string
	contactSpent Spent
	shopSpent    Spent
	offer        Proposal // open when the turn began
	previous     Turn

	evidence *facts.Evidence
	messages []Message // since the turn's first input
	pictures map[int][]inbox.Attachment
	loaded   map[string]Picture
	last     *Response // said by the model and not dealt with
	answered int       // of its calls
	seen     map[string]bool
	rounds   int
	repairs  int
	repeats  int
	checks   int
	usage    Usage
	heard    bool
	memory   int // messages of the history in the prompt
	tools    []toolStep
	result   inbox.TurnResult
}

func (s *Service) begin(in inbox.TurnInput) *turn {
	now := s.Now()
	t := &turn{Service: s, in: in, lang: dialog.Lang(in.Shop, in.Contact, in.Conversation), began: now, day: now.UTC().Format("2006-01-02"),
		pictures: map[int][]inbox.Attachment{}, loaded: map[string]Picture{}, memory: maxHistory}
	return t
}

// open reads or makes the turn, counts new messages, and finds out whether the
// answer exists.
func (t *turn) open(ctx context.Context) (done bool, err error) {
	err = t.Tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		t.row, err = t.Stores.OpenTurn(ctx, t.named())
		if err != nil {
			return err
		}
		if t.steps, err = t.Stores.TurnSteps(ctx, t.row.ID); err != nil {
			return err
		}
		if t.row.Status == Ended && t.row.UpTo >= t.in.UpTo() {
			return nil
		}
		if err := t.pace(ctx); err != nil {
			return err
		}
		t.row.Status, t.row.UpTo = Running, t.in.UpTo()
		if err := t.Stores.SaveTurn(ctx, t.row); err != nil {
			return err
		}
		return t.read(ctx)
	})
	if err != nil {
		return false, err
	}
	if t.row.Status == Ended {
		return true, t.recall()
	}
	return false, t.replay()
}

// pace counts new messages against the contact's hour. A draft is the shop's own wish.
func (t *turn) pace(ctx context.Context) error {
	if t.in.Draft {
		return nil
	}
	used, err := t.Stores.Spend(ctx, t.hourOf(), t.in.Contact.ID, Spent{Messages: int64(len(t.fresh()))})
	if err != nil {
		return err
	}
	limit := int64(cmp.Or(t.in.Shop.Settings.Assistant.ContactPerHour, t.cfg.PerHour))
	t.over = used.Messages > limit
	t.result.Handled = t.over && used.Messages-int64(len(t.in.Messages)) > limit // it was said before
	return nil
}

// fresh lists the messages that the turn has not seen.
func (t *turn) fresh() []inbox.Message {
	i := slices.IndexFunc(t.in.Messages, func(m inbox.Message) bool { return m.Seq > t.row.UpTo })
	if i < 0 {
		return nil
	}
	return t.in.Messages[i:]
}

// read gathers what bounds the turn.
func (t *turn) read(ctx context.Context) (err error) {
	if t.health, err = t.Stores.ModelHealth(ctx); err != nil {
		return err
	}
	if t.contactSpent, err = t.Stores.SpentIn(ctx, t.day, t.in.Contact.ID); err != nil {
		return err
	}
	if t.shopSpent, err = t.Stores.SpentIn(ctx, t.day, ""); err != nil {
		return err
	}
	if t.offer, _, err = t.Stores.OpenProposal(ctx, t.in.Conversation.ID); err != nil {
		return err
	}
	t.previous, _, err = t.Stores.LastTurnBefore(ctx, t.in.Conversation.ID, t.row.ID)
	return err
}

// recall returns the answer that was made before.
func (t *turn) recall() error {
	for _, x := range slices.Backward(t.steps) {
		if x.Kind == StepEnd {
			return json.Unmarshal(x.Data, &t.result)
		}
	}
	t.result = inbox.TurnResult{Handled: true}
	return nil
}

// tired says once that there were too many messages, then nothing.
func (t *turn) tired(ctx context.Context) (inbox.TurnResult, error) {
	r := inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "limit"}}
	if !t.result.Handled {
		r.Out = say(txtLimit.In(t.lang))
	}
	return r, t.end(ctx, r)
}

// ready returns why the model is not asked, nil when it may be.
func (t *turn) ready() error {
	set := t.in.Shop.Settings.Assistant
	switch {
	case t.Model == nil || set.Off || !t.speaks():
		return errOff
	case t.breaker.open(t.Now()):
		return ErrUnavailable
	}
	return t.budget()
}

// speaks reports whether there is anything that a model can read or see.
func (t *turn) speaks() bool {
	in, fresh := t.input()
	return !fresh || len(in.Said) > 0 || len(in.Pictures) > 0
}

func (t *turn) budget() error {
	set := t.in.Shop.Settings.Assistant
	if t.usage.Total() >= cmp.Or(set.TurnTokens, t.cfg.TurnTokens) || t.contactSpent.Tokens >= cmp.Or(set.ContactTokens, t.cfg.ContactTokens) ||
		t.shopSpent.Tokens >= cmp.Or(set.DailyTokens, t.cfg.DailyTokens) {
		return ErrBudget
	}
	return nil
}

// ask adds the customer's new words to the transcript. From here on they answer no
// open proposal: a later "yes" would mean something else.
func (t *turn) ask(ctx context.Context) error {
	in, fresh := t.input()
	if !fresh {
		return nil
	}
	if t.last != nil && len(t.last.Calls) > 0 {
		if err := t.callAll(ctx); err != nil { // an interrupted round ends first
			return err
		}
	}
	if t.Carts != nil {
		c, err := t.Carts.Get(ctx, t.in.Contact.ID)
		if err != nil {
			return err
		}
		in.Text = t.prompt(in, t.stateOf(c))
	} else {
		in.Text = t.prompt(in, nil)
	}
	err := t.record(ctx, StepInput, func(ctx context.Context) (any, error) {
		if t.in.Draft {
			return in, nil
		}
		return in, t.Stores.QuietProposals(ctx, t.in.Conversation.ID, false, t.Now())
	})
	if err != nil {
		return err
	}
	return t.replay()
}

// input gathers the messages that no step has taken yet.
func (t *turn) input() (in inputStep, fresh bool) {
	taken := int64(-1)
	for _, x := range t.steps {
		var old inputStep
		if x.Kind == StepInput && json.Unmarshal(x.Data, &old) == nil {
			taken = max(taken, old.UpTo)
		}
	}
	in.UpTo = taken
	for _, m := range t.in.Messages {
		if m.Seq <= taken {
			continue
		}
		in.UpTo, fresh = max(in.UpTo, m.Seq), true
		if w := words(m); w != "" {
			in.Said = append(in.Said, w)
		}
		for _, a := range m.Payload.Attachments {
			if a.Kind == "photo" && !a.TooBig && t.cfg.Vision && t.Media != nil {
				in.Pictures = append(in.Pictures, a)
			}
		}
	}
	return in, fresh
}

func (t *turn) stateOf(c cart.Cart) []cartState {
	var out []cartState
	for _, l := range c.Lines {
		title := l.Title.In(t.lang, t.in.Shop.DefaultLang())
		for _, o := range l.Options {
			title += " " + o.Value.In(t.lang, t.in.Shop.DefaultLang())
		}
		out = append(out, cartState{l.VariantID, Clean(title, 150), l.Quantity})
	}
	return out
}

func (t *turn) prompt(in inputStep, cart []cartState) string {
	said := in.Said
	if said == nil {
		said = []string{}
	}
	return asked{Now: moment(t.began), Cart: cart, Customer: said, Pictures: len(in.Pictures)}.String()
}

func (t *turn) session(key string) Session { return Session{in: t.in, Lang: t.lang, Key: key} }

// record adds a step in one unit of work with what makes it: make does the work and
// returns the step's data, nil for no step. It may be run more than once.
func (t *turn) record(ctx context.Context, kind StepKind, make func(ctx context.Context) (any, error)) error {
	var x Step
	added := false
	err := t.Tx.InTx(ctx, func(ctx context.Context) error {
		added = false
		data, err := make(ctx)
		if err != nil || data == nil {
			return err
		}
		b, err := json.Marshal(data)
		if err != nil {
			return err
		}
		x = Step{N: int64(len(t.steps)) + 1, Kind: kind, Data: b, At: t.Now()}
		added = true
		return t.Stores.AddTurnStep(ctx, t.row.ID, x)
	})
	if err == nil && added {
		t.steps = append(t.steps, x)
	}
	return err
}

// end stores the answer.
func (t *turn) end(ctx context.Context, r inbox.TurnResult) error {
	return t.endWith(ctx, func(context.Context) (*inbox.TurnResult, error) { return &r, nil })
}

// endWith stores the answer that make gives in its unit of work; nil is none.
func (t *turn) endWith(ctx context.Context, make func(ctx context.Context) (*inbox.TurnResult, error)) error {
	return t.record(ctx, StepEnd, func(ctx context.Context) (any, error) {
		r, err := make(ctx)
		if err != nil || r == nil {
			return nil, err
		}
		t.result = *r
		row := t.row
		row.Status, row.Meta, row.EndedAt = Ended, r.Meta, t.Now()
		return r, t.Stores.SaveTurn(ctx, row)
	})
}

var mdLink = pattern.New(`\[([^\]\n]{1,200})\]\((https?://[^\s)]{1,300})\)`)

// plainAnswer makes markup of a model's text: everything is escaped, **bold** and
// list marks are kept in a form that channels show.
func plainAnswer(s string) string {
	var out []string
	for line := range strings.SplitSeq(Clean(s, 3500), "\n") {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case strings.HasPrefix(trimmed, "#"):
			trimmed = strings.TrimLeft(trimmed, "# ")
		case strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* "):
			trimmed = "• " + trimmed[2:]
		}
		out = append(out, bold(mdLink.ReplaceAllString(trimmed, "$1 ($2)")))
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

func bold(s string) string {
	parts := strings.Split(s, "**")
	if len(parts)%2 == 0 {
		return markup.Esc(strings.ReplaceAll(s, "**", ""))
	}
	var b strings.Builder
	for i, x := range parts {
		if i%2 == 1 && strings.TrimSpace(x) != "" {
			b.WriteString(markup.B(x))
		} else {
			b.WriteString(markup.Esc(x))
		}
	}
	return b.String()
}
