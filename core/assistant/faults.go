package assistant

import "prilavok/core/fault"

// Faults of models. Adapters answer these and no others, so that the turn can tell
// what to do: ask again, fall back, tell the owner.
var (
	ErrQuota       = fault.New(fault.TooMany, "model.quota", "the model's account has no credit left: top it up or set another key")
	ErrRateLimited = fault.New(fault.TooMany, "model.rate_limited", "the model's service asks to slow down")
	ErrUnavailable = fault.New(fault.Unavailable, "model.unavailable", "the model's service does not answer")
	ErrBadAnswer   = fault.New(fault.Unavailable, "model.bad_answer", "the model's service answered something that is no answer")
	ErrTooLong     = fault.New(fault.Invalid, "model.context_too_long", "the conversation is longer than the model can read")
	ErrRefused     = fault.New(fault.Invalid, "model.refused", "the model's service refused the text")
	ErrRequest     = fault.New(fault.Invalid, "model.request", "the model's service does not accept the request: check the model's name and the profile")
	ErrKey         = fault.New(fault.Unauthorized, "model.key", "the model's service does not accept the key: check OPENAI_API_KEY")
	ErrNoModel     = fault.New(fault.NotFound, "model.unknown", "the model's service does not know this model: check its name")
	ErrNoCan       = fault.New(fault.Unsupported, "model.unsupported", "the model's service cannot do this")
)

// Faults of turns.
var (
	ErrBudget   = fault.New(fault.TooMany, "assistant.budget", "the budget of tokens is used up")
	ErrRounds   = fault.New(fault.Internal, "assistant.rounds", "the model did not come to an answer within the allowed rounds")
	ErrNonsense = fault.New(fault.Internal, "assistant.nonsense", "the model calls tools that do not exist, or with arguments that do not fit")
	ErrLoop     = fault.New(fault.Internal, "assistant.loop", "the model repeats the same call")
	ErrTime     = fault.New(fault.Unavailable, "assistant.time", "the turn ran out of time")
	ErrUnproven = fault.New(fault.Internal, "assistant.unproven", "the draft names facts that no tool gave")
	ErrClaim    = fault.New(fault.Internal, "assistant.claim", "the draft says that something was done which was not")
	ErrLeak     = fault.New(fault.Internal, "assistant.leak", "the draft holds what must not be said")
	ErrCut      = fault.New(fault.Internal, "assistant.cut", "the answer was longer than the model may write")
	ErrEmpty    = fault.New(fault.Internal, "assistant.empty", "the model had nothing to say")
)
