-- What customers were asked after a conversation, and how they rated it: score is 1 to 5, 0 until
-- they do. seq is the customer's newest message at that time: one is asked about once. message_seq
-- is the question. helped: a person of the shop wrote in it.
CREATE TABLE prilavok.ratings (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  contact_id      text NOT NULL,
  conversation_id text NOT NULL,
  channel         text NOT NULL,
  ending          text NOT NULL,
  seq             bigint NOT NULL,
  message_seq     bigint NOT NULL DEFAULT 0,
  helped          boolean NOT NULL DEFAULT false,
  turn_id         text NOT NULL DEFAULT '',
  model           text NOT NULL DEFAULT '',
  prompt_version  text NOT NULL DEFAULT '',
  score           bigint NOT NULL DEFAULT 0,
  comment         text NOT NULL DEFAULT '',
  asked_at        timestamptz NOT NULL,
  rated_at        timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ratings_conversation ON prilavok.ratings (shop_id, conversation_id, seq);
CREATE INDEX ratings_time ON prilavok.ratings (shop_id, asked_at);
CREATE INDEX ratings_contact ON prilavok.ratings (shop_id, contact_id, asked_at);
SELECT prilavok.secure('ratings');
SELECT prilavok.share('ratings', 'panel', 'SELECT');
SELECT prilavok.share('ratings', 'reader', 'SELECT', 'comment');
