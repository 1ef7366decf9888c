-- The panel drops work that was given up, and a replayed answer that another one waits for:
-- it deletes jobs of its own shop.
SELECT prilavok.share('jobs', 'panel', 'SELECT, INSERT, UPDATE, DELETE');
