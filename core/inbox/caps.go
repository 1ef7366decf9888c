package inbox

import (
	"fmt"
	"time"

	"prilavok/core/shop"
)

// Unit is what a channel counts a text's length in.
type Unit string

// The units of text.
const (
	UTF16      Unit = "utf16"
	Bytes      Unit = "bytes"
	Characters Unit = "characters"
)

// Caps is what a channel can show. Shaping and the assistant's prompt both read it, so
// that nothing is written which would only have to be cut. 0 is "none", or no bound.
type Caps struct {
	Text         int // of one message
	Unit         Unit
	Caption      int  // under a picture; 0: text and pictures are separate messages
	Formatted    bool // bold, links behind words
	Buttons      int  // beneath one message, whatever they do
	ButtonTitle  int  // characters
	ButtonText   int  // of the message that buttons stand beneath, in its Unit; 0 is Text
	Quick        int  // answers offered beneath a message; 0: buttons are used
	QuickTitle   int  // characters
	Cards        int  // shown side by side in one message
	CardTitle    int
	CardSubtitle int
	CardButtons  int
	Album        int // pictures in one message
	Edits        bool
	Drafts       bool          // an answer can be shown while it is made
	Window       time.Duration // how long after the customer's last word we may write; 0: always
	HumanWindow  time.Duration // the same for a person's words, where the account is allowed it
	Words        int           // about how many characters an answer should have, for the prompt
}

// caps is the table of all channels; limits as of Bot API 10.3, of the Instagram API with
// Instagram Login, and of our own chat page.
var caps = map[shop.Channel]Caps{
	shop.Telegram: {Text: 4096, Unit: UTF16, Caption: 1024, Formatted: true, Buttons: 100, Album: 10, Edits: true, Drafts: true, Words: 700},
	shop.Instagram: {Text: 1000, Unit: Bytes, Buttons: 3, ButtonTitle: 20, ButtonText: 640, Quick: 13, QuickTitle: 20,
		Cards: 10, CardTitle: 80, CardSubtitle: 80, CardButtons: 3, Album: 1, Window: 24 * time.Hour, HumanWindow: 7 * 24 * time.Hour, Words: 450},
	shop.Webchat: {Text: 8000, Unit: Characters, Caption: 8000, Formatted: true, Cards: 20, Album: 10, Edits: true, Words: 700},
}

// CapsOf returns what a channel can show; the zero value of one that is not known.
func CapsOf(c shop.Channel) Caps { return caps[c] }

// Brief tells a writer what an answer on this channel should be like, "" when nothing
// is known.
func (c Caps) Brief() string {
	if c.Words == 0 {
		return ""
	}
	s := fmt.Sprintf("Keep an answer under %d characters.", c.Words)
	if !c.Formatted {
		s += " Only plain text is shown: no bold, no markup, links as bare addresses."
	}
	return s
}
