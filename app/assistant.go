package app

import (
	"context"
	"time"

	"prilavok/app/around"
	"prilavok/app/gallery"
	"prilavok/core/assistant"
	"prilavok/core/dialog/across"
	"prilavok/core/dialog/honest"
	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Model is the model path of an installation. The zero Model is none: the shop sells
// by its rules alone.
type Model struct {
	Generate assistant.Model
	Hear     assistant.Transcriber // nil: voice messages are not understood
	Config   assistant.Config
	Shrink   func(data []byte, mime string) ([]byte, string, error) // makes pictures smaller; nil: large ones are not looked at
}

// responder answers free text: by the model where there is one, else by the rules.
func (a *App) responder() inbox.Responder {
	list, executors := a.modelTools()
	s := assistant.New(assistant.Ports{Stores: a.Store, Tx: a.Store, Events: a.Recorder, Model: a.Model.Generate, Hear: a.Model.Hear,
		Media: attachments{a}, Script: a.Dialog, Fallback: a.Dialog, Products: a.Catalog, Carts: a.Carts,
		Tools: list, Executors: executors, Now: a.Now, IDs: a.IDs}, a.Model.Config)
	if a.Observe.Responder != nil {
		return a.Observe.Responder(s)
	}
	return s
}

// Trial answers on trial: the model is asked and its tokens are counted, and nothing else is
// kept; nil where there is no model. Tools that change something are not run.
func (a *App) Trial() inbox.Responder {
	if a.Model.Generate == nil {
		return nil
	}
	list, _ := a.modelTools()
	config := a.Model.Config
	config.TurnTime = 25 * time.Second // the owner waits for it
	return around.Aside(func(st assistant.Stores) inbox.Responder {
		return assistant.New(assistant.Ports{Stores: st, Tx: a.Store, Events: around.Unheard{}, Model: a.Model.Generate, Fallback: a.Dialog, Products: a.Catalog,
			Tools: list, Now: a.Now, IDs: a.IDs}, config)
	}, a.Store)
}

// Attachments fetches what customers send.
func (a *App) Attachments() assistant.Media { return attachments{a} }

// attachments fetches what customers send. It implements assistant.Media.
type attachments struct{ app *App }

// Download implements assistant.Media.
func (m attachments) Download(ctx context.Context, c inbox.Conversation, at inbox.Attachment) ([]byte, string, error) {
	if gallery.IsUpload(at) {
		u, err := m.app.Uploads.Open(ctx, at.FileID)
		return u.Data, u.MIME, err
	}
	if at.URL != "" {
		return m.app.Files.Load(ctx, c, at)
	}
	if c.Channel != shop.Telegram || at.FileID == "" {
		return nil, "", fault.New(fault.Invalid, "media.not_here", "this channel keeps no such file")
	}
	return m.app.Fleet.Download(ctx, c.AccountID, at)
}

// rules puts law, honesty and the way to other channels before the rules of conversations.
func (a *App) rules() *honest.Rules {
	d := across.New(a.Dialog, across.Services{Contacts: a.Contacts, Carts: a.Carts, Accounts: a.Store.Accounts})
	a.Dialog.Beyond = d.Buttons
	return honest.New(d, a.Notices)
}
