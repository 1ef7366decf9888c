package telegram

import "time"

// pollWait is how long one getUpdates waits; the server caps it at 50 s.
const pollWait = 30 * time.Second
