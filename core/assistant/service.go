package assistant

import (
	"cmp"
	"context"
	"sync"
	"time"

	"prilavok/core/assistant/facts"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/txn"
)

// Ports is what the assistant works with. Model, Hear, Media and Script may be nil:
// without a model every free text goes to Fallback.
type Ports struct {
	Stores    Stores
	Tx        txn.Runner
	Events    inbox.Events
	Model     Model
	Hear      Transcriber
	Media     Media
	Script    inbox.Script // tries what was heard in a recording
	Fallback  Fallback
	Products  Products
	Carts     Carts
	Tools     []Tool
	Executors []Executor
	// Watch is told of every call of the model and every rejected draft; may be nil.
	Watch func(Observation)
	Now   func() time.Time
	IDs   *id.Maker
}

// Observation is what metrics hear. It holds no words of anybody.
type Observation struct {
	What  string // model, speech, tool, check
	Name  string // of the model or the tool; of the check: unproven, claim, leak, unknown_id
	Usage Usage
	Took  time.Duration
	Fault string
}

// Config bounds turns; a shop's settings go before it. Zero fields have the value
// written beside them.
type Config struct {
	Model         string        // "" is the adapter's
	Vision        bool          // pictures may be sent
	VisionModel   string        // for turns with pictures; "" is Model
	TurnTime      time.Duration // 60 s
	CallTime      time.Duration // 30 s, one try of a call
	AnswerTokens  int           // 800
	TurnTokens    int64         // 40,000
	ContactTokens int64         // 200,000 a day
	DailyTokens   int64         // 5,000,000 a day, of a shop
	PerHour       int           // 120 messages of a contact
	Temperature   float64       // 0.2; negative is not sent
	Salt          string        // makes markers and hashes of this installation its own
}

func (c Config) filled() Config {
	c.TurnTime = cmp.Or(c.TurnTime, 60*time.Second)
	c.CallTime = cmp.Or(c.CallTime, 30*time.Second)
	c.AnswerTokens = cmp.Or(c.AnswerTokens, 800)
	c.TurnTokens = cmp.Or(c.TurnTokens, 40_000)
	c.ContactTokens = cmp.Or(c.ContactTokens, 200_000)
	c.DailyTokens = cmp.Or(c.DailyTokens, 5_000_000)
	c.PerHour = cmp.Or(c.PerHour, 120)
	c.Temperature = cmp.Or(c.Temperature, 0.2)
	return c
}

// Limits that no setting changes.
const (
	maxRounds   = 6 // of tool calls in a turn
	maxRepairs  = 2 // calls that made no sense
	maxRepeats  = 2 // calls that were made before
	maxCards    = 5
	offerTime   = 30 * time.Minute
	leastToAsk  = 2 * time.Second // less is left of the turn: no further call
	maxDownload = 8 << 20
)

// Service answers free text. It implements inbox.Responder.
type Service struct {
	Ports
	cfg       Config
	executors map[string]Executor
	breaker   breaker
	policies  policies
}

// New returns the assistant.
func New(p Ports, c Config) *Service {
	s := &Service{Ports: p, cfg: c.filled(), executors: map[string]Executor{}}
	for _, e := range p.Executors {
		s.executors[e.Kind()] = e
	}
	if s.Watch == nil {
		s.Watch = func(Observation) {}
	}
	return s
}

// breaker keeps a model that does not answer from being asked by every turn.
type breaker struct {
	mu     sync.Mutex
	failed int
	until  time.Time
}

func (b *breaker) open(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return now.Before(b.until)
}

// note takes the outcome of a call. What waiting cannot mend closes the way for five
// minutes at once, outages after three in a row.
func (b *breaker) note(now time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch fault.CodeOf(err) {
	case "internal":
		b.failed = 0
	case ErrQuota.Code, ErrKey.Code, ErrNoModel.Code:
		b.until = now.Add(5 * time.Minute)
	case ErrRateLimited.Code:
		b.until = now.Add(min(max(fault.RetryAfter(err), 5*time.Second), time.Minute))
	case ErrUnavailable.Code, ErrBadAnswer.Code:
		if b.failed++; b.failed >= 3 {
			b.until = now.Add(30 * time.Second)
		}
	}
}

// policies keeps what shops' policies prove, by their text.
type policies struct {
	mu   sync.Mutex
	seen map[string]*facts.Source
}

func (p *policies) of(text string) *facts.Source {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.seen[text]; ok {
		return s
	}
	if p.seen == nil || len(p.seen) > 500 {
		p.seen = map[string]*facts.Source{}
	}
	s := facts.Known(text)
	p.seen[text] = s
	return s
}

// Answer makes the answer to a turn's messages, or returns the one it has made
// already. It resumes from the transcript: what the model has said is not asked
// again, and what a tool has done is not done again. Newer messages than the last
// time continue the same transcript.
//
// Faults are those of the database only; whatever the model does ends in an answer.
func (s *Service) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	if txn.Open(ctx) {
		if r, ok, err := s.byRules(ctx, in); ok || err != nil {
			return r, err
		}
	}
	t := s.begin(in)
	done, err := t.open(ctx)
	if done || err != nil {
		return t.result, err
	}
	if t.over {
		return t.tired(ctx)
	}
	if done, err := t.settleOffer(ctx); done || err != nil {
		return t.result, err
	}
	if done, err := t.listen(ctx); done || err != nil {
		return t.result, err
	}
	if err := t.ready(); err != nil {
		return t.giveUp(ctx, err)
	}
	if err := t.ask(ctx); err != nil {
		return inbox.TurnResult{}, err
	}
	return t.converse(ctx)
}
