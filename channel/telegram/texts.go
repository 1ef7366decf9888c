package telegram

import (
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// askLabels stand on the buttons of Telegram's own keyboards.
var askLabels = map[inbox.Ask]lang.Phrase{
	inbox.AskPhone:    {RU: "📱 Отправить мой номер", EN: "📱 Share my number"},
	inbox.AskLocation: {RU: "📍 Отправить место", EN: "📍 Share my location"},
}

// fillers are messages that only carry a keyboard; they need no language.
const (
	fillPhone    = "📱"
	fillLocation = "📍"
	fillHide     = "✅"
	fillButtons  = "👇"
	fillImage    = "🖼"
)
