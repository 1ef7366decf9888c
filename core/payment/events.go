package payment

// Names of a payment's events, as they stand in the order's timeline. Their data has
// payment_id, method, amount and currency; those of refunds operation_id as well.
const (
	EventAwaiting        = "payment.awaiting"   // there is a link to pay by: data.url
	EventAuthorized      = "payment.authorized" // the money is held
	EventCaptured        = "payment.captured"
	EventFailed          = "payment.failed"   // data.reason is the provider's word
	EventCanceled        = "payment.canceled" // data.expired when time ran out
	EventProof           = "payment.proof"    // the customer says it is paid: data has where the picture is
	EventProblem         = "payment.problem"  // data.kind says which; a person has to look
	EventRefundCreated   = "refund.created"
	EventRefundSucceeded = "refund.succeeded"
	EventRefundFailed    = "refund.failed"
)

// Kinds of jobs.
const (
	JobWatch  = "payment.watch"  // asks about what is open
	JobNotice = "payment.notice" // acts on a provider's notice
)
