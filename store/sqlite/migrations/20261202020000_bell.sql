-- See supabase/migrations/20261202020000_bell.sql, whose twin this is.
CREATE TABLE bell_items (
  shop_id         text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id              text NOT NULL,
  kind            text NOT NULL,
  event           text NOT NULL,
  key             text NOT NULL,
  order_id        text NOT NULL DEFAULT '',
  conversation_id text NOT NULL DEFAULT '',
  subject_id      text NOT NULL DEFAULT '',
  data            text NOT NULL DEFAULT '{}',
  created_at      text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX bell_items_key ON bell_items (shop_id, key);
CREATE INDEX bell_items_time ON bell_items (shop_id, created_at);

CREATE TABLE bell_reads (
  shop_id   text NOT NULL,
  reader_id text NOT NULL,
  item_id   text NOT NULL,
  PRIMARY KEY (shop_id, reader_id, item_id),
  FOREIGN KEY (shop_id, item_id) REFERENCES bell_items (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX bell_reads_item ON bell_reads (shop_id, item_id);

CREATE TABLE bell_choices (
  shop_id   text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  reader_id text NOT NULL,
  hidden    text NOT NULL DEFAULT '[]',
  push      text,
  names     boolean NOT NULL DEFAULT false,
  read_to   text,
  PRIMARY KEY (shop_id, reader_id)
);

CREATE TRIGGER desk_bell_rang AFTER INSERT ON bell_items BEGIN
  INSERT INTO desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'bell', '');
END;
