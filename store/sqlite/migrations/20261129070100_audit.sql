-- See supabase/migrations/20261129070100_audit.sql, whose twin this is.
CREATE TABLE audit_log (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  at         text NOT NULL,
  actor_id   text NOT NULL,
  action     text NOT NULL,
  path       text NOT NULL,
  subject    text NOT NULL,
  status     integer NOT NULL,
  request_id text NOT NULL,
  before     text NOT NULL,
  after      text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX audit_log_actor ON audit_log (shop_id, actor_id, id);
CREATE INDEX audit_log_subject ON audit_log (shop_id, subject, id);
