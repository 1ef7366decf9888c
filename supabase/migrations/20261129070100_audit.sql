-- Every change that staff and programs make through the API: who, what, when, and how it was
-- before and after, without secrets and without what would name a customer. Lines are added,
-- never changed.
CREATE TABLE prilavok.audit_log (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  at         timestamptz NOT NULL,
  actor_id   text NOT NULL,
  action     text NOT NULL,
  path       text NOT NULL,
  subject    text NOT NULL,
  status     bigint NOT NULL,
  request_id text NOT NULL,
  before     jsonb NOT NULL,
  after      jsonb NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX audit_log_actor ON prilavok.audit_log (shop_id, actor_id, id);
CREATE INDEX audit_log_subject ON prilavok.audit_log (shop_id, subject, id);
SELECT prilavok.secure('audit_log');
SELECT prilavok.share('audit_log', 'panel', 'SELECT, INSERT');
SELECT prilavok.share('audit_log', 'reader', '');
