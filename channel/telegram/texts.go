package telegram

import (
	"prilavok/core/inbox"
	"prilavok/core/lang"
)

// askLabels stand on the buttons of Telegram's own keyboards.
var askLabels = lang.Table[inbox.Ask]{
	{inbox.AskPhone, lang.Phrase{RU: "📱 Отправить мой номер", EN: "📱 Share my number"}},
	{inbox.AskLocation, lang.Phrase{RU: "📍 Отправить место", EN: "📍 Share my location"}},
}

// fillers are messages that only carry a keyboard; they need no language.
const (
	fillPhone    = "📱"
	fillLocation = "📍"
	fillHide     = "✅"
	fillButtons  = "👇"
	fillImage    = "🖼"
)
