-- See supabase/migrations/20261203070000_ratings.sql, whose twin this is.
CREATE TABLE ratings (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  contact_id      text NOT NULL,
  conversation_id text NOT NULL,
  channel         text NOT NULL,
  ending          text NOT NULL,
  seq             integer NOT NULL,
  message_seq     integer NOT NULL DEFAULT 0,
  helped          boolean NOT NULL DEFAULT false,
  turn_id         text NOT NULL DEFAULT '',
  model           text NOT NULL DEFAULT '',
  prompt_version  text NOT NULL DEFAULT '',
  score           integer NOT NULL DEFAULT 0,
  comment         text NOT NULL DEFAULT '',
  asked_at        text NOT NULL,
  rated_at        text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ratings_conversation ON ratings (shop_id, conversation_id, seq);
CREATE INDEX ratings_time ON ratings (shop_id, asked_at);
CREATE INDEX ratings_contact ON ratings (shop_id, contact_id, asked_at);
