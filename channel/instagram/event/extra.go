package event

// Keys of inbox.Payload.Extra that this channel writes. Read them with Extra, which works
// on a payload fresh from Parse and on one that came back from the database.
const (
	ExtraShares   = "shares"   // []Share
	ExtraStory    = "story"    // Story: of ours, that they answer to
	ExtraReferral = "referral" // Referral
	ExtraReaction = "reaction" // []string: emoji now set, empty when taken back
	ExtraControl  = "control"  // Control
	ExtraComment  = "comment"  // Comment
	ExtraApp      = "app"      // string: the app that sent what comes back
)

// Share is a post, reel or story that was shared. Its media is never stored: a story's
// must not be, and the links run out.
type Share struct {
	Type  string `json:"type"`
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Story is a story of ours.
type Story struct {
	ID  string `json:"id"`
	URL string `json:"url,omitempty"` // lives as long as the story does
}

// Referral is how somebody came: by a link, an ad, a product's page.
type Referral struct {
	Ref     string `json:"ref,omitempty"`
	Source  string `json:"source,omitempty"`
	Type    string `json:"type,omitempty"`
	AdID    string `json:"ad_id,omitempty"`
	AdTitle string `json:"ad_title,omitempty"`
	Photo   string `json:"photo,omitempty"`
	Video   string `json:"video,omitempty"`
	Product string `json:"product,omitempty"` // id in the shop of Instagram
}

// Control is a change of who has a conversation, by ids of apps.
type Control struct {
	Previous  string `json:"previous,omitempty"`
	New       string `json:"new,omitempty"`
	Requested string `json:"requested,omitempty"`
	Metadata  string `json:"metadata,omitempty"`
}

// Comment is where something public was said. Of a mention MediaID alone may be known.
type Comment struct {
	ID              string `json:"id,omitempty"`
	ParentID        string `json:"parent_id,omitempty"`
	MediaID         string `json:"media_id,omitempty"`
	OriginalMediaID string `json:"original_media_id,omitempty"` // of the post that an ad shows
	Product         string `json:"product,omitempty"`           // FEED, REELS, AD, STORY
	AdID            string `json:"ad_id,omitempty"`
	AdTitle         string `json:"ad_title,omitempty"`
	Live            bool   `json:"live,omitempty"`
	Own             bool   `json:"own,omitempty"` // the account's: an answer to it would be answered again, without an end
}
