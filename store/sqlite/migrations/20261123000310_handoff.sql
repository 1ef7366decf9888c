-- Handing over: see supabase/migrations/20261123000310_handoff.sql, whose twin this is.

CREATE TABLE handoffs (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  contact_id      text NOT NULL,
  conversation_id text NOT NULL,
  reason          text NOT NULL,
  summary         text NOT NULL DEFAULT '',
  status          text NOT NULL,
  requested_at    text NOT NULL,
  accepted_by     text NOT NULL DEFAULT '',
  accepted_at     text,
  resolved_by     text NOT NULL DEFAULT '',
  resolved_at     text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX handoffs_one_active ON handoffs (shop_id, conversation_id) WHERE status <> 'resolved';
CREATE INDEX handoffs_conversation ON handoffs (shop_id, conversation_id);
CREATE INDEX handoffs_contact ON handoffs (shop_id, contact_id);
CREATE INDEX handoffs_status ON handoffs (shop_id, status, id);

-- Topics of the staff chat: one per conversation.
CREATE TABLE staff_threads (
  shop_id         text NOT NULL,
  account_id      text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  chat_id         text NOT NULL,
  thread_id       text NOT NULL,
  conversation_id text NOT NULL,
  created_at      text NOT NULL,
  PRIMARY KEY (shop_id, account_id, chat_id, thread_id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX staff_threads_account ON staff_threads (account_id);
CREATE UNIQUE INDEX staff_threads_conversation ON staff_threads (shop_id, conversation_id, account_id, chat_id);

-- What we posted in the staff chat and which conversation it is about, so that a reply
-- finds its customer. seq names the customer's message that was relayed, 0 for cards.
CREATE TABLE staff_messages (
  shop_id         text NOT NULL,
  account_id      text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  chat_id         text NOT NULL,
  message_id      text NOT NULL,
  conversation_id text NOT NULL,
  seq             integer NOT NULL DEFAULT 0,
  created_at      text NOT NULL,
  PRIMARY KEY (shop_id, account_id, chat_id, message_id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX staff_messages_account ON staff_messages (account_id);
CREATE INDEX staff_messages_conversation ON staff_messages (shop_id, conversation_id, seq);

-- What operators note about a conversation for each other; customers never see it.
CREATE TABLE conversation_notes (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  conversation_id text NOT NULL,
  author          text NOT NULL DEFAULT '',
  text            text NOT NULL,
  created_at      text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX conversation_notes_conversation ON conversation_notes (shop_id, conversation_id, id);
