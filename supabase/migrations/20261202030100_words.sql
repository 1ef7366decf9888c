-- What was written in conversations, to be found by words. Lists of numbers, as for the catalog
-- and for the same reason: under row-level security Postgres uses an index for leakproof
-- operators only, and the full-text ones are not.

-- How far the changes of a shop have been read; scan is the last conversation that the first
-- reading has come to, done when all have been read.
CREATE TABLE prilavok.words_state (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  xid      bigint NOT NULL,
  seq      bigint NOT NULL,
  scan     text NOT NULL,
  done     boolean NOT NULL,
  next_num bigint NOT NULL,
  PRIMARY KEY (shop_id)
);
SELECT prilavok.secure('words_state');
SELECT prilavok.share('words_state', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('words_state', 'reader', '');

-- A conversation's number and the stems of what was said in it, so that they can be taken out again.
CREATE TABLE prilavok.talk_words (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  num             bigint NOT NULL,
  words           text NOT NULL,
  PRIMARY KEY (shop_id, conversation_id),
  UNIQUE (shop_id, num),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('talk_words');
SELECT prilavok.share('talk_words', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('talk_words', 'reader', '');

-- The conversations in which a word stands, 4,096 numbers a block: two bytes each, the offset in
-- the block, in their order.
CREATE TABLE prilavok.talk_postings (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  word    text COLLATE "C" NOT NULL,
  block   bigint NOT NULL,
  talks   bytea NOT NULL,
  PRIMARY KEY (shop_id, word, block)
);
SELECT prilavok.secure('talk_postings');
SELECT prilavok.share('talk_postings', 'panel', 'SELECT, INSERT, UPDATE, DELETE');
SELECT prilavok.share('talk_postings', 'reader', '');
