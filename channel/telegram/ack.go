package telegram

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"

	"prilavok/channel/telegram/update"
	"prilavok/core/inbox"
)

// SecretHeader is where Telegram repeats the webhook's secret.
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// HashSecret returns what is stored of a webhook secret: its SHA-256 in hex.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// CheckSecret compares the header of a webhook request with the stored hash in
// constant time. An account without a hash accepts nothing.
func CheckSecret(hash, header string) bool {
	return header != "" && subtle.ConstantTimeCompare([]byte(hash), []byte(HashSecret(header))) == 1
}

// Parse reads one update: stop 2 of a message. See update.Parse.
func Parse(accountID string, botID int64, body []byte) ([]inbox.Incoming, error) {
	return update.Parse(accountID, botID, body)
}

// Ack returns the body to answer a webhook request with after its event is stored:
// a method that Telegram runs at once (a button's spinner ends), or nil.
func Ack(in inbox.Incoming) []byte {
	if in.Payload.CallbackID == "" {
		return nil
	}
	b, err := json.Marshal(map[string]string{"method": "answerCallbackQuery", "callback_query_id": in.Payload.CallbackID})
	if err != nil {
		return nil
	}
	return b
}
