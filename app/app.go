// Package app wires the shop together, once, for every entry and for the tests: core
// services over one store, channels, listeners of events, and the assistant's tools.
// It does not import net/http: a server and an edge function are built on the same
// App. What serves HTTP is app/server.
package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"prilavok/app/around"
	"prilavok/app/asks"
	"prilavok/app/crew"
	"prilavok/app/direct"
	"prilavok/app/gallery"
	"prilavok/app/vault"
	"prilavok/channel/instagram"
	"prilavok/channel/webchat"
	"prilavok/core/analytics"
	"prilavok/core/bell"
	"prilavok/core/call"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/comment"
	"prilavok/core/contact"
	"prilavok/core/delivery"
	"prilavok/core/desk"
	"prilavok/core/dialog"
	"prilavok/core/dialog/honest"
	"prilavok/core/dialog/purchase"
	"prilavok/core/handoff"
	"prilavok/core/hook"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/knowledge"
	"prilavok/core/media"
	"prilavok/core/notify"
	"prilavok/core/notify/held"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/payment"
	"prilavok/core/picture"
	"prilavok/core/post"
	"prilavok/core/promotion"
	"prilavok/core/rating"
	"prilavok/core/shop"
	"prilavok/core/shop/guide"
	"prilavok/core/shop/link"
	"prilavok/core/shop/setting"
	"prilavok/core/staff"
	"prilavok/core/staff/audit"
	"prilavok/core/txn"
	"prilavok/core/upload"
	"prilavok/httpapi/pay"
	"prilavok/httpapi/webhook"
	"prilavok/store"
)

// Deps is what an entry hands in. Store, HTTP, Keys, Now, IDs and Log are required.
type Deps struct {
	Store    *store.Store
	HTTP     call.Doer
	Keys     shop.Keyring
	Now      func() time.Time
	IDs      *id.Maker
	Log      *slog.Logger
	Media    gallery.Media    // pictures under our own media root; nil: only texts are sent to Telegram
	Pictures *picture.Service // of products, in a store of files; nil: on the server's disk, at the edge nowhere
	Fetch    media.Config     // of files that channels link to; zero: Meta's hosts, through Outside
	Hub      webchat.Hub      // tells open chat pages; nil: pages look by themselves
	Telegram string           // base address of the Bot API, "" Telegram's own
	// Instagram is the app that Instagram's webhooks come from; zero: none are taken.
	Instagram InstagramApp
	// PublicURL is where customers and providers reach us, "" when nowhere; nil is that.
	PublicURL func() string
	// KeepTranscripts is how long the steps of turns are kept; 0 is 30 days.
	KeepTranscripts time.Duration
	Carriers        map[string]delivery.Carrier // that can be asked, by name; the others are known by their numbers
	Model           Model                       // the model path; zero: only the deterministic path
	Observe         Observe
	Paying          []payment.Kind // payment providers that only this entry has
	Tokens          staff.Tokens   // of people who sign in; nil: only API keys open the API

	Outside      call.Doer               // for addresses that owners name: reaches the internet only; nil: HTTP
	PrivateHooks bool                    // webhooks may be sent to addresses of the inside
	InstagramAPI direct.API              // zero: Meta's own server
	Meta         direct.MetaApp          // that owners of accounts log in to; zero: accounts are connected by their tokens
	PostProducts comment.Products        // which product a post shows; nil: no post shows one
	OrderDoc     func(o order.Order) any // an order as the API shows it; nil: a short form
}

// Observe is how an entry watches; every field may be nil.
type Observe struct {
	Job     func(j job.Job, err error)
	Webhook webhook.Observer
	Pay     func(provider string, status int, err error) // notices, and looks of who returns
	Stop    func(stop string, next job.Handler) job.Handler
	Adapter func(c shop.Channel, next inbox.Adapter) inbox.Adapter
	Missed  func(n int) // messages of Instagram that no webhook brought
	// Responder and Script watch what answers.
	Responder func(next inbox.Responder) inbox.Responder
	Script    func(next inbox.Script) inbox.Script
}

// App is a wired shop installation.
type App struct {
	Deps
	Shops     *shop.Service
	Settings  *setting.Service
	Guide     *guide.Service
	Staff     *staff.Service
	Audit     *audit.Service
	Contacts  *contact.Service
	Catalog   *catalog.Service
	Knowledge *knowledge.Service
	Carts     *cart.Service
	Promos    *promotion.Service
	Posts     *post.Service
	Delivery  *delivery.Service
	Shipments *delivery.Shipper
	Orders    *order.Service
	Payments  *payment.Service
	Edits     *edit.Service
	Returns   *returns.Service
	Pay       *pay.Handler
	Handoffs  *handoff.Service
	Notices   *notify.Service
	Bell      *bell.Service
	Crew      crew.Chats
	Hooks     *hook.Service
	Uploads   *upload.Service
	Files     gallery.Files
	About     *gallery.About // which product customers mean
	Timings   *analytics.Stops
	Jobs      *job.Queue
	Inbox     *inbox.Service
	Desk      *purchase.Desk
	Operators *desk.Service
	Dialog    *dialog.Dialog
	Fleet     *Fleet
	Direct    *direct.Direct
	Links     *link.Service
	Comments  *comment.Service
	Webhook   *webhook.Handler
	Rules     *honest.Rules
	Numbers   *analytics.Channels
	Held      *held.Service
	Ratings   *rating.Service
	Recorder  *Recorder
	page      *webchat.Adapter
	shows     map[shop.Channel]inbox.Presence
	stops     *around.Stops
}

// New wires an App. It does no work and opens nothing.
func New(d Deps) *App {
	a := begun(d)
	st := a.Store
	a.Uploads = upload.New(st, st, d.Now, d.IDs)
	a.Shipments = delivery.NewShipper(st, d.Carriers, a.parcelMoved, st, d.Now, d.IDs.Make)
	a.Pay = pay.New(a.Payments, a.Orders, d.Observe.Pay)
	a.notices(notify.Ports{Orders: a.Orders, Inbox: a.Inbox, Desk: staffDesk{a}, Jobs: a.Jobs, Problem: payment.ProblemText, Reconnect: a.Direct.Invite, Buttons: dialog.NoticeButtons})
	if a.Fetch.Do == nil {
		a.Fetch.Do = a.outside()
	}
	a.Files = gallery.NewFiles(gallery.FileDeps{Fetch: a.Fetch, Uploads: a.Uploads, Store: st, Jobs: a.Jobs, Inbox: a.Inbox, Shops: a.Shops, Direct: a.Direct, Now: a.Now})
	a.hearComments()
	a.desk()
	a.Dialog = dialog.New(dialog.Services{Catalog: a.Catalog, Knowledge: a.Knowledge, Carts: a.Carts, Orders: a.Orders, Contacts: a.Contacts, Now: d.Now,
		Before: st.MessagesBefore, Desk: a.Desk})
	a.channels()
	a.handlers()
	return a
}

// NewAPI wires the part of an App that answers the shop's API. It notes and enqueues what
// is to be done, and does none of it: nothing here talks to customers or works on jobs, so
// that a program for the API alone is a small one.
func NewAPI(d Deps) *App {
	a := begun(d)
	a.notices(notify.Ports{Orders: a.Orders, Inbox: a.Inbox, Jobs: a.Jobs, Problem: payment.ProblemText})
	a.comments(nil)
	return a
}

// begun is what New and NewAPI both begin with.
func begun(d Deps) *App {
	st := d.Store
	a := &App{Deps: d}
	a.Jobs = job.NewQueue(st, st, d.Now, d.IDs, d.Observe.Job)
	a.Timings = analytics.New(st, st, d.Now)
	a.Bell = bell.New(st, st, d.Now, d.IDs)
	a.Numbers = analytics.NewChannels(st, st, d.Now)
	a.Recorder = &Recorder{store: st, jobs: a.Jobs, ids: d.IDs, now: d.Now}
	a.Shops = shop.New(st, st, st, d.Keys, d.Now, d.IDs)
	a.Settings = setting.New(st, st, d.Now, d.IDs)
	a.Crew = crew.Chats{Store: st, Settings: a.Settings, Tx: st, Now: d.Now, IDs: d.IDs}
	a.Guide = guide.New(st, st, d.Now)
	a.Knowledge = knowledge.New(st, st, d.Now, d.IDs)
	a.Staff = staff.New(st, st, d.Now, d.IDs)
	a.Audit = audit.New(st, st, d.Now, d.IDs)
	if d.Tokens != nil {
		a.Staff.Accept(d.Tokens)
	}
	a.Contacts = contact.New(st, st, d.Now, d.IDs)
	a.Contacts.Asks = asks.Contacts{Queue: a.Jobs}
	a.Catalog = catalog.New(vault.Goods(st, d.Pictures), st, d.Now, d.IDs)
	a.Catalog.Watch(stockEvents{a.Recorder})
	a.Promos = promotion.New(st, st, d.Now, d.IDs)
	a.Posts = post.New(st, a.Catalog, st, d.Now)
	a.Carts = cart.New(st, cart.FromCatalog(st), st, d.Now, d.IDs)
	a.Delivery = delivery.New(st, st, d.Now, d.IDs)
	a.Orders = order.New(st, a.Carts, a.Catalog, a.Delivery, a.Jobs, st, d.Now, d.IDs)
	a.Edits = edit.New(a.Orders, st, a.Carts, a.Catalog, a.Delivery, st, d.IDs)
	a.Returns = returns.New(a.Orders, a.Edits, st, a.Catalog, st, d.IDs)
	a.Catalog.Tell(a.Orders)
	a.payments()
	a.Inbox = inbox.New(st, st, a.Jobs, a.Recorder, d.Now, d.IDs)
	a.Links = link.New(st, st, st, st, d.Now, d.IDs)
	a.Direct = newDirect(a)
	a.hooks()
	a.Fleet = newFleet(a)
	a.Handoffs = handoff.New(st, a.Orders, a.Recorder, a.Jobs, st, d.Now, d.IDs)
	a.Handoffs.Ended = rating.Ended(a.Jobs, d.Now)
	a.operators()
	return a
}

// adapters connect the messengers with the inbox.
func (a *App) adapters() {
	connect := func(c shop.Channel, x inbox.Adapter) {
		if a.Observe.Adapter != nil {
			x = a.Observe.Adapter(c, x)
		}
		a.Inbox.Connect(c, x)
	}
	a.page = webchat.New(a.Hub, a.IDs)
	connect(shop.Telegram, a.Fleet)
	connect(shop.Webchat, a.page)
	connect(shop.Instagram, a.Direct)
}

// channels lets the messengers come in.
func (a *App) channels() {
	a.Inbox.Ask(shop.Instagram, a.Direct)
	a.Notices.SetWindow(shop.Instagram, instagram.Window)
	a.shows = map[shop.Channel]inbox.Presence{shop.Telegram: a.Fleet, shop.Instagram: a.Direct, shop.Webchat: a.page}
	a.stops = around.NewStops()
	a.Webhook = webhook.New(a.Shops, receiver{a}, map[shop.Channel]webhook.Channel{shop.Telegram: telegramHook{}}, a.Now, a.Observe.Webhook)
	a.Webhook.Divert(a.divert)
	a.Webhook.Share(shop.Instagram, instagramHook{a.Instagram})
	a.Webhook.Stray(a.keepStray)
	a.Inbox.Handle(inbox.KindStaff, a.staffSaid)
	a.Inbox.Handle(inbox.KindService, a.telegramService)
}

// handlers registers every kind of durable work.
func (a *App) handlers() {
	watch := a.timed
	if seen := a.Observe.Stop; seen != nil {
		watch = func(stop string, next job.Handler) job.Handler { return seen(stop, a.timed(stop, next)) }
	}
	staff := staffDesk{a}
	a.Rules = a.rules()
	var script inbox.Script = around.Paced{Script: direct.Choosing{Script: rating.Script{Script: a.Rules, Ratings: a.Ratings}, Before: a.Store.MessagesBefore}, Usage: a.Store, Now: a.Now, Config: a.Model.Config.PerHour}
	if a.Observe.Script != nil {
		script = a.Observe.Script(script)
	}
	answers := a.responder()
	var responder inbox.Responder = honest.Model{Responder: answers}
	if a.Model.Generate == nil && a.Model.Hear == nil {
		script = around.Offline{Script: script, Responder: responder}
	} else {
		responder = around.Attentive{Next: responder, Shows: a.shows, Stops: a.stops}
	}
	a.About = gallery.New(gallery.Deps{Posts: a.Posts, Catalog: a.Catalog, Store: a.Store, Now: a.Now, Post: a.Files.PostOf, Shared: a.Files.Shared, Picture: attachments{a}.Download,
		Model: a.Model.Generate, Config: a.Model.Config, Shrink: a.Model.Shrink}, script, responder)
	script, responder = a.About, a.About
	asks.Register(asks.Deps{Contacts: a.Contacts, Held: a.Held, Ratings: a.Ratings, Desk: a.Operators, Writer: desk.Writer{Responder: answers, Between: a.Store.Between, Finish: a.Jobs.Finish}, Jobs: a.Jobs, Tx: a.Store, Record: a.Recorder.Record})
	turn := a.Inbox.Turn(inbox.Turns{Script: script, Responder: responder, Directory: directory{a.Store}, Staff: staff, Drafts: a.Operators.Renew, Ahead: a.ahead})
	a.Jobs.Register(inbox.JobTurn, watch("turn", a.flushing(turn)), job.Options{MaxAttempts: 8, Dead: a.turnDied})
	a.Jobs.Register(inbox.JobDeliver, watch("deliver", a.Inbox.Deliver), job.Options{MaxAttempts: 12, Dead: a.Inbox.Buried})
	a.Jobs.Register(inbox.JobMirror, a.Inbox.Mirror, job.Options{MaxAttempts: 10})
	a.Jobs.Register(order.JobFill, a.Orders.Fill, job.Options{})
	a.Jobs.Register(order.JobExpire, a.Orders.Expire, job.Options{MaxAttempts: 20})
	a.Jobs.Register(jobStaffPost, a.staffPost, job.Options{MaxAttempts: 10, Dead: a.postDied})
	a.Jobs.Register(hook.JobSend, watch("listen", a.Hooks.Send), job.Options{})
	a.Jobs.Register(notify.JobSend, watch("listen", a.Notices.Send), job.Options{})
	a.Jobs.Register(jobStaffCopy, a.staffCopy, job.Options{MaxAttempts: 10})
	a.Jobs.Register(jobStaffDecide, a.staffDecide, job.Options{MaxAttempts: 10})
	a.Jobs.Register(jobStaffRelay, a.staffRelay, job.Options{MaxAttempts: 10})
	a.Jobs.Register(jobTelegramService, a.answerService, job.Options{MaxAttempts: 3})
	a.Jobs.Register(media.JobFetch, a.Files.Run, job.Options{MaxAttempts: media.MaxAttempts, Dead: a.Files.Bury})
	a.Jobs.Register(gallery.JobThank, a.Files.Thank, job.Options{MaxAttempts: 3})
	for _, kind := range []string{payment.JobWatch, payment.JobNotice, payment.JobReport} {
		a.Jobs.Register(kind, watch("pay", a.Payments.Handle), job.Options{MaxAttempts: 20})
	}
	a.accountJobs()
	a.Jobs.Register(purchase.JobPay, watch("pay", a.Desk.Handle), job.Options{MaxAttempts: 12})
	for name, listeners := range a.listeners() {
		a.Jobs.Register(order.JobPrefix+name, watch("listen", tellAll(listeners)), job.Options{})
	}
}

// turnDied hands a conversation over whose turn cannot be answered: nobody is left
// without an answer because of a defect of ours.
func (a *App) turnDied(ctx context.Context, j job.Job, _ error) error {
	var p inbox.TurnJob
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return nil
	}
	c, err := a.Store.ConversationByID(ctx, p.ConversationID)
	if err != nil || c.Status == inbox.Open {
		return err
	}
	_, err = a.Handoffs.Request(ctx, p.ConversationID, handoff.ReasonOf("failed"), "")
	return err
}

// QueueStats counts the queue, in a unit of work of its own.
func (a *App) QueueStats(ctx context.Context) (st job.Stats, err error) {
	err = a.Store.View(txn.ForSystem(ctx), func(ctx context.Context) (err error) {
		st, err = a.Store.JobStats(ctx, a.Now())
		return err
	})
	return st, err
}
