package fill

import "strings"

// talks makes conversations, one of each of the first contacts: ten messages each, in two
// talks twenty days apart. Every fifteenth is handed over to a person, every tenth has a
// label, every twelfth waits for an answer. i runs over the conversations.
func (s *seeder) talks(shopID, accountID string, n int) {
	s.Do(s.text(`INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, username, created_at, updated_at)
		SELECT $1, 'adr_' || {pad(i, 7)}, 'ctc_' || {pad(i, 7)}, $3, 'webchat', 'ext_' || i, 'user' || i, {at(0)}, {at(0)} FROM {series}`), shopID, n, accountID)
	s.Do(s.text(`INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, last_seq, answered_to, asked_seq, labels, assignee, created_at, updated_at, active_at)
		SELECT $1, 'cnv_' || {pad(i, 7)}, $3, 'webchat', 'key_' || i, 'ctc_' || {pad(i, 7)}, 'adr_' || {pad(i, 7)},
			CASE WHEN i % 15 = 0 THEN 'open' WHEN i % 15 = 1 THEN 'snoozed' WHEN i % 15 < 9 THEN 'pending' ELSE 'resolved' END, 'ours', 10, CASE WHEN i % 12 = 0 THEN 8 ELSE 10 END, 9,
			CASE WHEN i % 10 = 0 THEN '|опт|' WHEN i % 1000 = 1 THEN '|редкая|' ELSE '' END, CASE WHEN i % 30 = 0 THEN 'mem_1' END, {talk(0)}, {talk(10)}, {talk(10)} FROM {series}`), shopID, n, accountID)
	// In the order of their time, as messages come.
	s.Do(s.text(`INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, state, created_at)
		SELECT $1, 'cnv_' || {pad(i, 7)}, m.seq, $3, CASE WHEN m.seq % 2 = 1 OR i % 12 = 0 AND m.seq = 10 THEN 'contact' WHEN i % 15 = 0 AND m.seq = 8 THEN 'operator' ELSE 'assistant' END,
			'text', 'Здравствуйте! А кружка с медведем ещё есть?', 'sent', {talk(m.seq)}
		FROM {series} CROSS JOIN (SELECT 1 AS seq UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7
			UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10) m ORDER BY {talk(m.seq)}`), shopID, n, accountID)
	s.Do(s.text(`INSERT INTO handoffs (shop_id, id, contact_id, conversation_id, reason, status, requested_at)
		SELECT $1, 'hnd_' || {pad(i, 7)}, 'ctc_' || {pad(i, 7)}, 'cnv_' || {pad(i, 7)}, CASE WHEN i % 30 = 0 THEN 'asked' ELSE 'complaint' END,
			CASE WHEN i % 450 = 0 THEN 'requested' ELSE 'resolved' END, {talk(7)} FROM {series} WHERE i % 15 = 0`), shopID, n)
	s.Do(s.text(`INSERT INTO cart_fills (shop_id, id, contact_id, filled_at) SELECT $1, 'ctf_' || i, 'ctc_' || {pad(i, 7)}, {talk(3)} FROM {series} WHERE i % 3 = 0`), shopID, n)
	s.Do(s.text(`INSERT INTO products (shop_id, id, slug, title, description, brand, attributes, images, status, position, price_min, price_max, created_at, updated_at)
		SELECT $1, 'prd_' || i, 'p' || i, '{"ru":"Кружка","en":"Mug"}', '{}', '', '[]', '[]', 'active', 0, 100, 100, {at(0)}, {at(0)} FROM {series}`), shopID, 300)
}

// talkTimes fills in when a message was written: the conversations are spread over the three
// years like the orders, by chance that is none.
func (s *seeder) talkTimes(q string) string {
	for _, seq := range []string{"0", "3", "7", "10", "m.seq"} {
		at := "(i * 7919 % 100000) * 920 + " + seq + " * 40"
		switch seq {
		case "m.seq":
			at += " + CASE WHEN m.seq > 6 THEN 1728000 ELSE 0 END"
		case "7", "10":
			at += " + 1728000"
		}
		q = strings.ReplaceAll(q, "{talk("+seq+")}", s.second(at))
	}
	return q
}
