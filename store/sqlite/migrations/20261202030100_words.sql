-- See supabase/migrations/20261202030100_words.sql, whose twin this is.
CREATE TABLE words_state (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  xid      integer NOT NULL,
  seq      integer NOT NULL,
  scan     text NOT NULL,
  done     boolean NOT NULL,
  next_num integer NOT NULL,
  PRIMARY KEY (shop_id)
);
CREATE TABLE talk_words (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  num             integer NOT NULL,
  words           text NOT NULL,
  PRIMARY KEY (shop_id, conversation_id),
  UNIQUE (shop_id, num),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE TABLE talk_postings (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  word    text NOT NULL,
  block   integer NOT NULL,
  talks   blob NOT NULL,
  PRIMARY KEY (shop_id, word, block)
);
