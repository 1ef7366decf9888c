-- See supabase/migrations/20261130060000_ready_answers.sql, whose twin this is.
CREATE TABLE canned_replies (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  shortcut   text NOT NULL,
  title      text NOT NULL,
  body       text NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, shortcut)
);
