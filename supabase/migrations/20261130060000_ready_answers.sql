-- Answers that operators have ready: a word after the slash, a title, and the text in both languages.
CREATE TABLE prilavok.canned_replies (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  shortcut   text NOT NULL,
  title      text NOT NULL,
  body       jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, shortcut)
);
SELECT prilavok.secure('canned_replies');
SELECT prilavok.share('canned_replies', 'panel', 'SELECT, INSERT, UPDATE, DELETE');
SELECT prilavok.share('canned_replies', 'reader', '');
