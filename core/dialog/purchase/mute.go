package purchase

import (
	"context"

	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/order"
)

// Notices keeps what contacts want to be told of when they have not asked.
type Notices interface {
	Allowed(ctx context.Context, contactID string, t notify.Topic) (bool, error)
	Allow(ctx context.Context, contactID string, t notify.Topic, allowed bool, source string) error
}

// mute stops the notices of how orders come along, or lets them come again; what is said
// twice is noted once.
func (v *visit) mute(ctx context.Context, off bool) error {
	told, err := v.Notices.Allowed(ctx, v.In.Contact.ID, notify.Orders)
	if err != nil {
		return err
	}
	if told == off {
		if err := v.Notices.Allow(ctx, v.In.Contact.ID, notify.Orders, !off, "chat"); err != nil {
			return err
		}
	}
	v.ans.Changed = true
	text, other := txtUnmuted, inbox.Button{Text: btnMute.In(v.l), Action: actMute}
	if off {
		text, other = txtMuted, inbox.Button{Text: btnUnmute.In(v.l), Action: actUnmute}
	}
	v.say(text.In(v.l), rows(2, other, inbox.Button{Text: btnOrders.In(v.l), Action: ActOrders})...)
	return nil
}

// muteButton is the one of the two that changes something.
func (v *visit) muteButton(ctx context.Context) ([]inbox.Button, error) {
	told, err := v.Notices.Allowed(ctx, v.In.Contact.ID, notify.Orders)
	if !told {
		return button(btnUnmute.In(v.l), actUnmute), err
	}
	return button(btnMute.In(v.l), actMute), err
}

// paySupport answers /paysupport, which bots that take money must have: what to do when a
// payment went wrong, with the orders that money was taken for at hand.
func (v *visit) paySupport(ctx context.Context) error {
	page, err := v.Orders.ForContact(ctx, v.In.Contact.ID, "", shown)
	if err != nil {
		return err
	}
	var buttons []inbox.Button
	for _, o := range page.Orders {
		if o.Status != order.Draft && (!o.Captured.IsZero() || o.PaymentMethod.Prepaid()) {
			buttons = append(buttons, inbox.Button{Text: "№ " + o.Number, Action: act(ActOrder, o.Number)})
		}
	}
	v.say(txtPaySupport.In(v.l), append(rows(3, buttons...), []inbox.Button{{Text: btnHuman.In(v.l), Action: actHuman, Style: "primary"}})...)
	return nil
}
