-- Policies compare the shop on every read, and a shop that goes looks for what refers to it.
CREATE INDEX comment_queues_by_shop ON prilavok.comment_queues (shop_id);
