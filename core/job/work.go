package job

import (
	"context"
	"time"
)

// Pace is how Work goes.
type Pace struct {
	Width int           // so many jobs run beside each other at most
	Each  time.Duration // bounds a job, and a claim; within drainLease
	// More is asked before every claim but the first: false lets what runs end and begins
	// nothing more.
	More func() bool
}

// claimAtOnce is how many jobs Work takes with one claim: those of one are begun together.
const claimAtOnce = 8

// Work runs due jobs and claims more as they end, or as Wake tells of some, until none is due
// and none runs, and returns how many it ran. One that hangs holds its own place and its
// lane, nobody else's. An edge function calls it after its answers; an error is a claim's, and
// ends the claims.
func (q *Queue) Work(ctx context.Context, p Pace) (ran int, err error) {
	done := make(chan struct{}, p.Width)
	running, look := 0, true // look: something may be due that was not seen
	for {
		if look && running < p.Width && err == nil && ctx.Err() == nil && (ran == 0 || p.More()) {
			var jobs []Job
			n := min(p.Width-running, claimAtOnce)
			jobs, err = q.claimNow(ctx, n, p.Each)
			look = len(jobs) == n
			ran, running = ran+len(jobs), running+len(jobs)
			for _, j := range jobs {
				go func() {
					defer func() { done <- struct{}{} }()
					ctx, cancel := context.WithTimeout(ctx, p.Each)
					defer cancel()
					q.run(ctx, j)
				}()
			}
			if look {
				continue
			}
		}
		if running == 0 {
			return ran, err
		}
		select {
		case <-done:
			running--
			for len(done) > 0 { // whoever ended meanwhile shares the claim
				<-done
				running--
			}
			look = true
		case <-q.wake:
			look = true
		}
	}
}

// claimNow claims what is due; what it was woken for until now is among it.
func (q *Queue) claimNow(ctx context.Context, n int, within time.Duration) ([]Job, error) {
	select {
	case <-q.wake:
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return q.claim(ctx, n, drainLease)
}
