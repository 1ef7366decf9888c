package shop

import "encoding/json"

// Places are channels, each of them allowed or not: a switch for each, so that no other
// change lets one in. As JSON it is the list of those that are.
type Places struct{ Telegram, Webchat, Instagram bool }

// PlacesOf allows the listed channels.
func PlacesOf(list ...Channel) Places {
	var p Places
	for _, c := range list {
		if at := p.at(c); at != nil {
			*at = true
		}
	}
	return p
}

func (p *Places) at(c Channel) *bool {
	switch c {
	case Telegram:
		return &p.Telegram
	case Webchat:
		return &p.Webchat
	case Instagram:
		return &p.Instagram
	}
	return nil
}

// Has reports whether a channel is allowed.
func (p Places) Has(c Channel) bool {
	at := p.at(c)
	return at != nil && *at
}

// MarshalJSON implements json.Marshaler.
func (p Places) MarshalJSON() ([]byte, error) {
	list := []Channel{}
	for _, c := range []Channel{Telegram, Webchat, Instagram} {
		if p.Has(c) {
			list = append(list, c)
		}
	}
	return json.Marshal(list)
}

// UnmarshalJSON implements json.Unmarshaler; channels that are not known are left out.
func (p *Places) UnmarshalJSON(doc []byte) error {
	var list []Channel
	if err := json.Unmarshal(doc, &list); err != nil {
		return err
	}
	*p = PlacesOf(list...)
	return nil
}
