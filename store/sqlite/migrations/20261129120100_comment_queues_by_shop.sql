CREATE INDEX comment_queues_by_shop ON comment_queues (shop_id);
