package update

// Keys of inbox.Payload.Extra that this channel writes. Read them with Extra, which
// works on a payload fresh from Parse and on one that came back from the database.
const (
	ExtraPayment     = "payment"      // Payment, of KindPaid and of a refund
	ExtraPreCheckout = "pre_checkout" // PreCheckout
	ExtraShipping    = "shipping"     // Shipping
	ExtraInline      = "inline"       // InlineQuery
	ExtraGuest       = "guest_query"  // string: answer with answerGuestQuery, once
	ExtraStopped     = "stopped"      // Stopped
	ExtraConnection  = "connection"   // Connection
	ExtraSubscribed  = "subscription" // Subscription
	ExtraWebApp      = "web_app"      // WebAppData
	ExtraReaction    = "reaction"     // []string: emoji now set, empty when taken back
	ExtraStaff       = "staff"        // Staff
	ExtraMember      = "member"       // Member
	ExtraContent     = "content"      // string: the content field of a message that we cannot read
	ExtraOwner       = "owner"        // string: who of the shop wrote, of KindOperator
	ExtraInlineID    = "inline_message_id"
)

// Payment is a successful or a refunded payment. TelegramID is the idempotency key.
type Payment struct {
	Currency       string    `json:"currency"`
	Total          int64     `json:"total_amount"` // smallest units, with shipping and tips
	Payload        string    `json:"invoice_payload"`
	ShippingOption string    `json:"shipping_option_id,omitempty"`
	Order          OrderInfo `json:"order_info,omitzero"`
	TelegramID     string    `json:"telegram_payment_charge_id"`
	ProviderID     string    `json:"provider_payment_charge_id"`
	ExpiresAt      int64     `json:"subscription_expiration_date,omitempty"` // Unix seconds
	Recurring      bool      `json:"is_recurring,omitempty"`
	FirstRecurring bool      `json:"is_first_recurring,omitempty"`
}

// OrderInfo is what the payer filled in.
type OrderInfo struct {
	Name    string         `json:"name,omitempty"`
	Phone   string         `json:"phone_number,omitempty"`
	Email   string         `json:"email,omitempty"`
	Address PaymentAddress `json:"shipping_address,omitzero"`
}

// PaymentAddress is a shipping address as Telegram asks for it.
type PaymentAddress struct {
	Country  string `json:"country_code"`
	State    string `json:"state"`
	City     string `json:"city"`
	Street1  string `json:"street_line1"`
	Street2  string `json:"street_line2"`
	PostCode string `json:"post_code"`
}

// PreCheckout must be answered within ten seconds, or the payment is canceled.
type PreCheckout struct {
	ID             string    `json:"id"`
	Currency       string    `json:"currency"`
	Total          int64     `json:"total_amount"`
	Payload        string    `json:"invoice_payload"`
	ShippingOption string    `json:"shipping_option_id,omitempty"`
	Order          OrderInfo `json:"order_info,omitzero"`
}

// Shipping asks for delivery options of a flexible invoice.
type Shipping struct {
	ID      string         `json:"id"`
	Payload string         `json:"invoice_payload"`
	Address PaymentAddress `json:"shipping_address"`
}

// InlineQuery is a search typed after the bot's name in any chat.
type InlineQuery struct {
	ID       string `json:"id"`
	Query    string `json:"query"`
	Offset   string `json:"offset"`
	ChatType string `json:"chat_type,omitempty"`
}

// Stopped says that the contact pressed Stop under a draft.
type Stopped struct {
	DraftID int64 `json:"draft_id"`
}

// Connection is a Business connection: the bot may answer from the owner's account.
type Connection struct {
	ID       string `json:"id"`
	OwnerID  int64  `json:"owner_id"`
	Owner    string `json:"owner"`
	ChatID   int64  `json:"user_chat_id"` // where the bot can write to the owner
	Enabled  bool   `json:"is_enabled"`
	CanReply bool   `json:"can_reply"`
	CanRead  bool   `json:"can_read_messages,omitempty"`
}

// Subscription is a change of a paid subscription: active, canceled or failed.
type Subscription struct {
	Payload string `json:"invoice_payload"`
	State   string `json:"state"`
}

// WebAppData came from a Mini App's client. Never trust prices in it.
type WebAppData struct {
	Data   string `json:"data"`
	Button string `json:"button_text"`
}

// Staff is where and by whom something was said in a group.
type Staff struct {
	ChatID      string `json:"chat_id"`
	Title       string `json:"title,omitempty"`
	Thread      string `json:"thread,omitempty"`
	SenderChat  string `json:"sender_chat,omitempty"` // set for anonymous admins and channels
	Anonymous   bool   `json:"anonymous,omitempty"`   // an admin who writes as the group: authorize by SenderChat
	Bot         bool   `json:"bot,omitempty"`
	CommandBot  string `json:"command_bot,omitempty"` // the name after @ of a command
	Forum       bool   `json:"forum,omitempty"`
	MigrateTo   string `json:"migrate_to,omitempty"`
	MigrateFrom string `json:"migrate_from,omitempty"`
	Ephemeral   int64  `json:"ephemeral,omitempty"`
	Edited      bool   `json:"edited,omitempty"`
}

// Member is the bot's own new standing in a group or channel.
type Member struct {
	ChatID string `json:"chat_id"`
	Type   string `json:"type"`
	Title  string `json:"title,omitempty"`
	Status string `json:"status"` // creator, administrator, member, restricted, left, kicked
}
