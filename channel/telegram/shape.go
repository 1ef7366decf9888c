package telegram

import "prilavok/core/inbox"

// Shape implements inbox.Shaper (first form: text with its keyboard in one part).
func (b *Bot) Shape(m inbox.Outgoing) []inbox.Outgoing { return []inbox.Outgoing{m} }
