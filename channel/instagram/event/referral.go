package event

import "prilavok/core/inbox"

// referral reads how somebody came into the conversation.
func referral(r object) Referral {
	ad := r.object("ads_context_data")
	return Referral{Ref: r.text("ref"), Source: r.text("source"), Type: r.text("type"), AdID: r.id("ad_id"), AdTitle: ad.text("ad_title"),
		Photo: ad.link("photo_url"), Video: ad.link("video_url"), Product: r.object("product").id("id")}
}

// opened is a conversation opened anew by a link or an ad, without words.
func (it *item) opened(r object) {
	ref := referral(r)
	it.Type, it.Kind = "referral", inbox.KindCommand
	it.Payload.Command, it.Payload.Argument, it.Text = "start", ref.Ref, start(ref.Ref)
	it.DeliveryKey = key("f", it.ConversationKey, it.stamp(), first(ref.Ref, hash(r.canonical())))
	it.Payload.SetExtra(ExtraReferral, ref)
}

// cameBy notes how a message came; a link is an event of its own, before the message, as
// the command that a link of Telegram's sends.
func (it *item) cameBy(r object) []inbox.Incoming {
	ref := referral(r)
	it.Payload.SetExtra(ExtraReferral, ref)
	if it.Payload.Quote == "" {
		it.Payload.Quote = ref.AdTitle
	}
	if ref.Ref == "" {
		return nil
	}
	in := it.Incoming
	in.ExternalID = ""
	in.Kind, in.Type, in.Text = inbox.KindCommand, "referral", start(ref.Ref)
	in.Payload = inbox.Payload{Command: "start", Argument: ref.Ref, Extra: map[string]any{ExtraReferral: ref}}
	in.DeliveryKey = key("f", it.DeliveryKey, ref.Ref)
	return []inbox.Incoming{in}
}

func start(ref string) string {
	if ref == "" {
		return "/start"
	}
	return "/start " + ref
}
