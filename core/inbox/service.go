package inbox

import (
	"context"
	"time"

	"prilavok/core/id"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Names of the inbox's jobs.
const (
	JobTurn    = "turn"    // payload TurnJob
	JobDeliver = "deliver" // payload DeliverJob
)

// TurnJob asks for an answer to a conversation's unanswered messages.
type TurnJob struct {
	ConversationID string `json:"c"`
}

// DeliverJob asks for one outgoing message to be sent.
type DeliverJob struct {
	ConversationID string `json:"c"`
	Seq            int64  `json:"s"`
}

// Adapter is a channel as the inbox sees it.
type Adapter interface {
	Sender
	Shaper
}

// Service receives, replies and delivers.
type Service struct {
	store    Store
	tx       txn.Runner
	jobs     Jobs
	now      func() time.Time
	ids      *id.Maker
	channels map[shop.Channel]Adapter
	finders  map[shop.Channel]Finder
	special  map[Kind]Special
	events   Events
	bulk     map[Kind]Bulk
	batches  batcher[Arrival]
	bulks    batcher[bulkItem]
	lone     bool // see OneConnection
	files    Files
}

// Files looks after what messages carry besides words, where their channel only links to it.
type Files interface {
	// Ask is told of customers' messages that are stored, also of known ones again.
	Ask(ctx context.Context, list []Incoming) error
	// Forget drops the files of messages that were unsent, in the open unit of work.
	Forget(ctx context.Context, list []Message) error
}

// Keep names who looks after files.
func (s *Service) Keep(f Files) { s.files = f }

// New returns the inbox. Channels and special kinds are connected before use.
func New(store Store, tx txn.Runner, jobs Jobs, events Events, now func() time.Time, ids *id.Maker) *Service {
	s := &Service{store: store, tx: tx, jobs: jobs, events: events, now: now, ids: ids,
		channels: map[shop.Channel]Adapter{}, finders: map[shop.Channel]Finder{}, special: map[Kind]Special{}, bulk: map[Kind]Bulk{}}
	s.batches.run, s.batches.bounds = s.storeBatch, manyConnections
	s.bulks.run, s.bulks.bounds = s.storeBulk, manyConnections
	return s
}

// OneConnection tells that all units of work share one connection: a batch of arrivals is one
// statement, and the next one can only be on its way behind it. One that is refused and tried
// message by message may then be overtaken. It is called before anything is received.
func (s *Service) OneConnection() { s.lone, s.batches.bounds = true, oneConnection }

// Connect names the adapter of a channel.
func (s *Service) Connect(c shop.Channel, a Adapter) { s.channels[c] = a }

// Ask names who can be asked whether a channel has a message.
func (s *Service) Ask(c shop.Channel, f Finder) { s.finders[c] = f }

// Handle names what is done with a special kind of event, inside the unit that keeps it.
func (s *Service) Handle(k Kind, fn Special) { s.special[k] = fn }
