package dialog

import (
	"encoding/json"

	"prilavok/core/catalog"
	"prilavok/core/dialog/purchase"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/notify"
)

// NoticeButtons are what a notice offers to press in the chat; def is the shop's language.
func NoticeButtons(e notify.Event, l, def lang.Lang) [][]inbox.Button {
	if b := purchase.Buttons(e.Name, e.SubjectID, l); b != nil {
		return b
	}
	var d catalog.StockData
	if e.Name != catalog.EventBack || json.Unmarshal(e.Data, &d) != nil {
		return nil
	}
	return Back(l, def, e.SubjectID, d).Buttons
}
