package hook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/job"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

// Store is what webhooks need of a database. All run inside a unit of work.
type Store interface {
	// HookEndpoints lists the shop's, oldest first.
	HookEndpoints(ctx context.Context) ([]Endpoint, error)
	// PutHookEndpoint stores a new one, or all but the secret of a known one.
	PutHookEndpoint(ctx context.Context, e Endpoint) error
	// AddHookDeliveries stores those whose endpoint does not have the event yet, and
	// returns the ids of these.
	AddHookDeliveries(ctx context.Context, list []Delivery) ([]string, error)
	// LockHookDelivery reads one with its endpoint and holds its row; ErrNoDelivery.
	LockHookDelivery(ctx context.Context, id string) (Delivery, Endpoint, error)
	SaveHookDelivery(ctx context.Context, d Delivery) error
	// HookDeliveries lists an endpoint's, newest first, below the id cursor, made since.
	HookDeliveries(ctx context.Context, endpointID, cursor string, since time.Time, limit int) ([]Delivery, error)
}

// Event is what happened, as it is sent.
type Event struct {
	ID   string
	Name string
	At   time.Time
	Data map[string]any // "order" as the API shows it, "event" as it was recorded
}

// Deps is what webhooks are made of.
type Deps struct {
	Store   Store
	Events  FeedStore
	Tx      txn.Runner
	Jobs    Jobs
	Do      call.Doer // refuses addresses of the inside
	Keys    shop.Keyring
	Now     func() time.Time
	IDs     *id.Maker
	Private bool // addresses of the inside are allowed
	// Read finds an event with what is sent of it, in the open unit of work.
	Read func(ctx context.Context, eventID string) (e Event, found bool, err error)
	// Disabled is told, in the open unit of work, that an endpoint was switched off.
	Disabled func(ctx context.Context, e Endpoint) error
}

// Jobs is the part of the queue that webhooks use.
type Jobs interface {
	Enqueue(ctx context.Context, n job.New) error
	Finish(ctx context.Context) error
}

// JobSend is one attempt: payload SendJob.
const JobSend = "hook:send"

// SendJob is the payload of JobSend; an attempt of an earlier run does nothing.
type SendJob struct {
	DeliveryID string `json:"delivery_id"`
	Run        int64  `json:"run"`
	Attempt    int64  `json:"attempt"`
}

// Service keeps webhooks and sends events to them.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// Add makes a webhook and returns its secret, which is shown only now.
//
// Faults: ErrURL, ErrEvents.
func (s *Service) Add(ctx context.Context, address string, events []string) (Endpoint, string, error) {
	if err := checkURL(address, s.Private); err != nil {
		return Endpoint{}, "", err
	}
	if err := checkEvents(events); err != nil {
		return Endpoint{}, "", err
	}
	secret := []byte(s.IDs.Token(40)) // 200 bits
	keyID, sealed, err := s.Keys.Seal(txn.ShopID(ctx), secretColumn, secret)
	if err != nil {
		return Endpoint{}, "", err
	}
	e := Endpoint{ID: s.IDs.Make("whe"), URL: address, SecretKeyID: keyID, Secret: sealed, Events: events, Active: true, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	err = s.Tx.InTx(ctx, func(ctx context.Context) error { return s.Store.PutHookEndpoint(ctx, e) })
	return e, secretPrefix + base64.StdEncoding.EncodeToString(secret), err
}

// List lists the shop's webhooks.
func (s *Service) List(ctx context.Context) ([]Endpoint, error) {
	var list []Endpoint
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		list, err = s.Store.HookEndpoints(ctx)
		return err
	})
	return list, err
}

// Switch turns a webhook on or off. What failed meanwhile waits for Replay.
//
// Faults: ErrNoEndpoint.
func (s *Service) Switch(ctx context.Context, endpointID string, on bool) error {
	_, err := s.change(ctx, endpointID, func(e *Endpoint) { e.Active = on })
	return err
}

// Put gives a webhook another address and other events, and turns it on or off. Its secret
// stays.
//
// Faults: ErrNoEndpoint, ErrURL, ErrEvents.
func (s *Service) Put(ctx context.Context, endpointID, address string, events []string, on bool) (Endpoint, error) {
	if err := checkURL(address, s.Private); err != nil {
		return Endpoint{}, err
	}
	if err := checkEvents(events); err != nil {
		return Endpoint{}, err
	}
	return s.change(ctx, endpointID, func(e *Endpoint) { e.URL, e.Events, e.Active = address, events, on })
}

// change changes a webhook; what was known of its failures is forgotten.
func (s *Service) change(ctx context.Context, endpointID string, fn func(e *Endpoint)) (Endpoint, error) {
	var e Endpoint
	err := s.Tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		if e, err = s.endpoint(ctx, endpointID); err != nil {
			return err
		}
		fn(&e)
		e.Reason, e.FailingSince, e.UpdatedAt = "", time.Time{}, s.Now()
		return s.Store.PutHookEndpoint(ctx, e)
	})
	return e, err
}

func (s *Service) endpoint(ctx context.Context, id string) (Endpoint, error) {
	list, err := s.Store.HookEndpoints(ctx)
	if err != nil {
		return Endpoint{}, err
	}
	for _, e := range list {
		if e.ID == id {
			return e, nil
		}
	}
	return Endpoint{}, ErrNoEndpoint
}

// Hear makes an event's deliveries, once for each webhook that wants it.
func (s *Service) Hear(ctx context.Context, eventID string) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		all, err := s.Store.HookEndpoints(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		e, found, err := s.Read(ctx, eventID)
		if err != nil || !found {
			return err
		}
		body, err := json.Marshal(map[string]any{"id": e.ID, "type": e.Name, "created_at": e.At.UTC().Format(time.RFC3339Nano), "data": e.Data})
		if err != nil {
			return fault.Wrap(err, fault.Internal, "hook.body", "the body of %s", e.Name)
		}
		var list []Delivery
		for _, to := range all {
			if to.Active && to.Takes(e.Name) {
				list = append(list, Delivery{ID: s.IDs.Make("whd"), EndpointID: to.ID, EventID: e.ID, Event: e.Name, Body: string(body), State: Waiting, Run: 1,
					NextAt: s.Now(), CreatedAt: s.Now(), UpdatedAt: s.Now()})
			}
		}
		fresh, err := s.Store.AddHookDeliveries(ctx, list)
		if err != nil {
			return err
		}
		for _, id := range fresh {
			if err := s.Jobs.Enqueue(ctx, job.New{Kind: JobSend, Payload: SendJob{id, 1, 0}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Send is the handler of JobSend: one attempt, and the next one if it is not taken. An
// event may arrive twice; webhook-id is the same each time.
func (s *Service) Send(ctx context.Context, j job.Job) error {
	var p SendJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.Wrap(err, fault.Invalid, "hook.bad_job", "a delivery of a webhook")
	}
	d, to, err := s.read(ctx, p)
	if err != nil || d.ID == "" {
		return err
	}
	secret, err := s.Keys.Open(to.SecretKeyID, txn.ShopID(ctx), secretColumn, to.Secret)
	if err != nil {
		return err
	}
	at, body := s.Now(), []byte(d.Body)
	res, err := s.Do.Do(ctx, call.Request{Method: "POST", URL: to.URL, Body: body, Timeout: 15 * time.Second, MaxBody: 64 << 10, Service: "webhook", Name: "deliver",
		Header: map[string]string{"Content-Type": "application/json", "webhook-id": d.EventID, "webhook-timestamp": strconv.FormatInt(at.Unix(), 10),
			"webhook-signature": Sign(secret, d.EventID, at, body)}})
	return s.settle(ctx, p, res.Status, err)
}

func (s *Service) read(ctx context.Context, p SendJob) (d Delivery, to Endpoint, err error) {
	err = s.Tx.InTx(ctx, func(ctx context.Context) error {
		var err error
		d, to, err = s.Store.LockHookDelivery(ctx, p.DeliveryID)
		if err == nil && (d.State != Waiting || d.Run != p.Run || d.Attempts != p.Attempt) {
			d = Delivery{} // done, or another run's
		}
		if err == nil && d.ID != "" && !to.Active {
			d.State, d.Fault, d.UpdatedAt = Failed, ErrInactive.Code, s.Now()
			err = s.Store.SaveHookDelivery(ctx, d)
			d = Delivery{}
		}
		return err
	})
	return d, to, err
}

// settle records an attempt, in one unit with the end of its job.
func (s *Service) settle(ctx context.Context, p SendJob, status int, cause error) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		d, to, err := s.Store.LockHookDelivery(ctx, p.DeliveryID)
		if err != nil {
			return err
		}
		if d.State != Waiting || d.Run != p.Run || d.Attempts != p.Attempt {
			return s.Jobs.Finish(ctx)
		}
		now := s.Now()
		d.Status, d.Fault, d.UpdatedAt, d.NextAt = status, "", now, time.Time{}
		d.Attempts++
		if cause != nil {
			d.Fault = fault.CodeOf(cause)
		}
		if status >= 200 && status < 300 { // an answer that is too long is an answer
			d.State, d.Fault = Done, ""
			if !to.FailingSince.IsZero() {
				to.FailingSince, to.UpdatedAt = time.Time{}, now
				if err := s.Store.PutHookEndpoint(ctx, to); err != nil {
					return err
				}
			}
		} else if err := s.missed(ctx, &d, to); err != nil {
			return err
		}
		if err := s.Store.SaveHookDelivery(ctx, d); err != nil {
			return err
		}
		return s.Jobs.Finish(ctx)
	})
}

// missed plans the next attempt, or gives up, and switches off who has failed for days or
// says that it is gone.
func (s *Service) missed(ctx context.Context, d *Delivery, to Endpoint) error {
	now := s.Now()
	gone := d.Status == 410
	if to.FailingSince.IsZero() {
		to.FailingSince = now
	}
	if off := gone || now.Sub(to.FailingSince) >= patience; off && to.Active {
		to.Active, to.Reason = false, "http_"+strconv.Itoa(d.Status)
		if d.Fault != "" {
			to.Reason = d.Fault
		}
		if err := s.Disabled(ctx, to); err != nil {
			return err
		}
	}
	to.UpdatedAt = now
	if err := s.Store.PutHookEndpoint(ctx, to); err != nil {
		return err
	}
	if !to.Active || int(d.Attempts) > len(waits) {
		d.State = Failed
		return nil
	}
	d.NextAt = now.Add(waits[d.Attempts-1])
	return s.Jobs.Enqueue(ctx, job.New{Kind: JobSend, RunAt: d.NextAt, Payload: SendJob{d.ID, d.Run, d.Attempts}})
}

// PageLength is how many deliveries are listed at a time.
const PageLength = 50

// Deliveries lists what was sent to a webhook, newest first, PageLength at a time.
//
// Faults: ErrNoEndpoint.
func (s *Service) Deliveries(ctx context.Context, endpointID, cursor string) ([]Delivery, error) {
	var list []Delivery
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		_, err := s.endpoint(ctx, endpointID)
		if err != nil {
			return err
		}
		list, err = s.Store.HookDeliveries(ctx, endpointID, cursor, time.Time{}, PageLength)
		return err
	})
	return list, err
}

// Replay sends one delivery again, from its first attempt on.
//
// Faults: ErrNoDelivery, ErrInactive.
func (s *Service) Replay(ctx context.Context, deliveryID string) error {
	return s.Tx.InTx(ctx, func(ctx context.Context) error {
		d, to, err := s.Store.LockHookDelivery(ctx, deliveryID)
		if err != nil {
			return err
		}
		if !to.Active {
			return ErrInactive
		}
		d.State, d.Attempts, d.Fault, d.Status, d.NextAt, d.UpdatedAt = Waiting, 0, "", 0, s.Now(), s.Now()
		d.Run++
		if err := s.Store.SaveHookDelivery(ctx, d); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, job.New{Kind: JobSend, Payload: SendJob{d.ID, d.Run, 0}})
	})
}

// ReplaySince sends everything again that was made for a webhook since then, and returns
// how much that is.
//
// Faults: ErrNoEndpoint, ErrInactive.
func (s *Service) ReplaySince(ctx context.Context, endpointID string, since time.Time) (int, error) {
	n := 0
	for cursor := ""; ; {
		var page []Delivery
		err := s.Tx.View(ctx, func(ctx context.Context) error {
			e, err := s.endpoint(ctx, endpointID)
			switch {
			case err != nil:
				return err
			case !e.Active:
				return ErrInactive
			}
			page, err = s.Store.HookDeliveries(ctx, endpointID, cursor, since, 100)
			return err
		})
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, d := range page {
			if err := s.Replay(ctx, d.ID); err != nil {
				return n, err
			}
			n, cursor = n+1, d.ID
		}
	}
}
