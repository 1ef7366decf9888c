-- What staff are told in the panel: a row for the shop, and who has read it. Rows name orders and
-- conversations by their ids and hold no word of a customer: names are read where they live.
CREATE TABLE prilavok.bell_items (
  shop_id         text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id              text NOT NULL,
  kind            text NOT NULL,
  event           text NOT NULL,
  key             text NOT NULL, -- what it is told of: once
  order_id        text NOT NULL DEFAULT '',
  conversation_id text NOT NULL DEFAULT '',
  subject_id      text NOT NULL DEFAULT '',
  data            jsonb NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX bell_items_key ON prilavok.bell_items (shop_id, key);
CREATE INDEX bell_items_time ON prilavok.bell_items (shop_id, created_at);
SELECT prilavok.secure('bell_items');
SELECT prilavok.share('bell_items', 'panel', 'SELECT');
SELECT prilavok.share('bell_items', 'reader', '');

-- A member of staff, or a program by its key, has read one.
CREATE TABLE prilavok.bell_reads (
  shop_id   text NOT NULL,
  reader_id text NOT NULL,
  item_id   text NOT NULL,
  PRIMARY KEY (shop_id, reader_id, item_id),
  FOREIGN KEY (shop_id, item_id) REFERENCES prilavok.bell_items (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX bell_reads_item ON prilavok.bell_reads (shop_id, item_id);
SELECT prilavok.secure('bell_reads');
SELECT prilavok.share('bell_reads', 'panel', 'SELECT, INSERT, DELETE');
SELECT prilavok.share('bell_reads', 'reader', '');

-- What a reader wants to be told of: hidden are kinds that the panel does not show them, push the
-- kinds that come to their devices; up to read_to they have read everything.
CREATE TABLE prilavok.bell_choices (
  shop_id   text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  reader_id text NOT NULL,
  hidden    jsonb NOT NULL DEFAULT '[]',
  push      jsonb,
  names     boolean NOT NULL DEFAULT false,
  read_to   timestamptz,
  PRIMARY KEY (shop_id, reader_id)
);
SELECT prilavok.secure('bell_choices');
SELECT prilavok.share('bell_choices', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('bell_choices', 'reader', '');

-- Open pages hear of it by the stream of changes, which says that there is something and not what.
CREATE FUNCTION prilavok.desk_bell_rang() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO prilavok.desk_changes (shop_id, kind, conversation_id) VALUES (NEW.shop_id, 'bell', '');
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION prilavok.desk_bell_rang() FROM PUBLIC;
CREATE TRIGGER desk_added AFTER INSERT ON prilavok.bell_items FOR EACH ROW EXECUTE FUNCTION prilavok.desk_bell_rang();
