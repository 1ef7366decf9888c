package comment

import "prilavok/core/fault"

// Faults of comments.
var (
	ErrNoRule   = fault.New(fault.NotFound, "comment.no_rule", "there is no such rule")
	ErrNoEntry  = fault.New(fault.NotFound, "comment.not_found", "there is no such comment in the ledger")
	ErrRevision = fault.New(fault.Conflict, "comment.rule_changed", "the rule was changed by someone else meanwhile: load it again")
	ErrArchived = fault.New(fault.Conflict, "comment.rule_archived", "the rule is archived: make a new one")
	ErrOrder    = fault.New(fault.Invalid, "comment.order", "the order must name every rule that is not archived, once: load the list again")
	ErrFields   = fault.New(fault.Invalid, "comment.fields", "some fields of the rule are not right")
	ErrRules    = fault.New(fault.Conflict, "comment.too_many_rules", "the shop has 200 rules already: archive one")
	ErrUnsorted = fault.New(fault.Unavailable, "comment.unsorted", "no model of this shop says what a comment asks for")
	ErrRetry    = fault.New(fault.Conflict, "comment.no_retry", "there is nothing to try again: the comment is answered, waits, has no rule, or is too old")
)
