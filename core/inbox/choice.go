package inbox

import (
	"strconv"
	"strings"
)

// Choice is a button that a channel could only write down as a numbered line: the
// customer types the number, or the words.
type Choice struct {
	Number int    `json:"n"`
	Text   string `json:"text"`
	Action string `json:"action"`
}

// Line is how a choice stands in the text.
func (c Choice) Line() string { return strconv.Itoa(c.Number) + ". " + c.Text }

// Chosen finds the action that a typed answer names among what was said last, the newest
// part last: a numbered line by its number or words, a button by its words.
func Chosen(said []Outgoing, text string) (action string, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	number, err := strconv.Atoi(strings.TrimRight(text, ".)"))
	for i := len(said) - 1; i >= 0; i-- {
		for _, c := range said[i].Typed {
			if err == nil && c.Number == number || strings.ToLower(c.Text) == text {
				return c.Action, true
			}
		}
	}
	for i := len(said) - 1; i >= 0; i-- {
		for _, row := range said[i].Buttons {
			for _, b := range row {
				if b.Action != "" && strings.ToLower(b.Text) == text {
					return b.Action, true
				}
			}
		}
	}
	return "", false
}
