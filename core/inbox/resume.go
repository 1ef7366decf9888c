package inbox

import (
	"context"
	"time"

	"prilavok/core/job"
)

// resumeWithin is how long what an account could not send is worth saying: the reply
// window of the channels that have one.
const resumeWithin = 24 * time.Hour

// Resume lets out what an account could not send while it was cut off: messages that
// failed with one of these fault codes, to customers who have written within a day, in
// their order. What an operator has taken over meanwhile stays unsaid, as ever. It returns
// how many there are.
func (s *Service) Resume(ctx context.Context, accountID string, faults ...string) (n int, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		list, err := s.store.Requeue(ctx, accountID, s.now().Add(-resumeWithin), faults)
		if err != nil {
			return err
		}
		jobs := make([]job.New, len(list))
		for i, d := range list {
			jobs[i] = job.New{Kind: JobDeliver, Lane: laneOf(Conversation{ID: d.ConversationID}), Seq: d.Seq, Payload: d}
		}
		n = len(jobs)
		return s.jobs.EnqueueAll(ctx, jobs)
	})
	return n, err
}
