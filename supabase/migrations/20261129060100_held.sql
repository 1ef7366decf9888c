-- What an operator or the assistant said while the reply window was closed: kept, and said
-- later, elsewhere or not at all, as somebody decides.
CREATE TABLE prilavok.held_messages (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  seq             bigint NOT NULL,
  author          text NOT NULL,
  reason          text NOT NULL,
  wish            text NOT NULL DEFAULT '',
  by_whom         text NOT NULL DEFAULT '',
  outcome         text NOT NULL DEFAULT '',
  went_to         text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL,
  done_at         timestamptz,
  PRIMARY KEY (shop_id, conversation_id, seq),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('held_messages');
SELECT prilavok.share('held_messages', 'panel', 'SELECT, INSERT, UPDATE');

-- How each channel went, by day of its time zone: rolled up by upkeep from what was said.
CREATE TABLE prilavok.channel_days (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  day     text NOT NULL,
  channel text NOT NULL,
  what    text NOT NULL,
  fault   text NOT NULL DEFAULT '',
  n       bigint NOT NULL,
  PRIMARY KEY (shop_id, day, channel, what, fault)
);
SELECT prilavok.secure('channel_days');
SELECT prilavok.share('channel_days', 'panel', 'SELECT');
SELECT prilavok.share('channel_days', 'reader', 'SELECT');
-- Messages come in the order of their time, so that this index is a few pages.
CREATE INDEX messages_created ON prilavok.messages USING brin (created_at);
