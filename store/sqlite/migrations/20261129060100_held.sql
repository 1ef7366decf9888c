-- See supabase/migrations/20261129060100_held.sql, whose twin this is.
CREATE TABLE held_messages (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  seq             integer NOT NULL,
  author          text NOT NULL,
  reason          text NOT NULL,
  wish            text NOT NULL DEFAULT '',
  by_whom         text NOT NULL DEFAULT '',
  outcome         text NOT NULL DEFAULT '',
  went_to         text NOT NULL DEFAULT '',
  created_at      text NOT NULL,
  done_at         text,
  PRIMARY KEY (shop_id, conversation_id, seq),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);

-- How each channel went, by day in UTC: rolled up by upkeep from what was said.
CREATE TABLE channel_days (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  day     text NOT NULL,
  channel text NOT NULL,
  what    text NOT NULL,
  fault   text NOT NULL DEFAULT '',
  n       integer NOT NULL,
  PRIMARY KEY (shop_id, day, channel, what, fault)
);
CREATE INDEX messages_created ON messages (shop_id, created_at);
