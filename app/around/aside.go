package around

import (
	"context"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
)

// Aside is an assistant whose turns stand in memory, each by itself, and are gone with it. What
// the model costs is counted as the shop's own, and its budget bounds it as ever.
func Aside(make func(st assistant.Stores) inbox.Responder, usage assistant.UsageStore) inbox.Responder {
	return aside{make, usage}
}

type aside struct {
	make  func(st assistant.Stores) inbox.Responder
	usage assistant.UsageStore
}

// Answer implements inbox.Responder.
func (a aside) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	in.Draft, in.Trial = true, true
	return a.make(&memory{UsageStore: a.usage}).Answer(ctx, in)
}

// Unheard hears no events.
type Unheard struct{}

// Record implements inbox.Events.
func (Unheard) Record(context.Context, inbox.Event) error { return nil }

// memory is one turn's transcript. It implements assistant.Stores.
type memory struct {
	assistant.UsageStore
	turn  assistant.Turn
	steps []assistant.Step
}

func (m *memory) OpenTurn(_ context.Context, t assistant.Turn) (assistant.Turn, error) {
	m.turn = t
	return t, nil
}
func (m *memory) TurnSteps(context.Context, string) ([]assistant.Step, error) { return m.steps, nil }
func (m *memory) AddTurnStep(_ context.Context, _ string, s assistant.Step) error {
	m.steps = append(m.steps[:min(int(s.N)-1, len(m.steps))], s)
	return nil
}
func (m *memory) SaveTurn(_ context.Context, t assistant.Turn) error   { m.turn = t; return nil }
func (m *memory) InsertTurn(_ context.Context, t assistant.Turn) error { m.turn = t; return nil }
func (m *memory) LastTurnBefore(context.Context, string, string) (assistant.Turn, bool, error) {
	return assistant.Turn{}, false, nil
}
func (m *memory) HearMessage(context.Context, string, int64, string) error { return nil }

func (m *memory) InsertProposal(context.Context, assistant.Proposal) error { return nil }
func (m *memory) OpenProposal(context.Context, string) (assistant.Proposal, bool, error) {
	return assistant.Proposal{}, false, nil
}
func (m *memory) ProposalByToken(context.Context, string) (assistant.Proposal, bool, error) {
	return assistant.Proposal{}, false, nil
}
func (m *memory) SettleProposal(context.Context, string, assistant.ProposalStatus, time.Time) (bool, error) {
	return false, nil
}
func (m *memory) QuietProposals(context.Context, string, bool, time.Time) error { return nil }
func (m *memory) Outset(context.Context, inbox.Conversation, string) (assistant.Outset, error) {
	return assistant.Outset{}, nil
}

// Of the contact, who is gone with the talk, nothing is counted.

func (m *memory) Spend(ctx context.Context, period, contactID string, more assistant.Spent) (assistant.Spent, error) {
	if contactID != "" {
		return more, nil
	}
	return m.UsageStore.Spend(ctx, period, "", more)
}
func (m *memory) Count(ctx context.Context, period, contactID string, more assistant.Spent) error {
	if contactID != "" {
		return nil
	}
	return m.UsageStore.Count(ctx, period, "", more)
}

// SetModelHealth keeps nothing: the owner who tries sees what is wrong.
func (m *memory) SetModelHealth(context.Context, assistant.Health, time.Time) error { return nil }
