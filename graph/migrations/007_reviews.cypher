// Questions for humans and their answers, found by id, by state and by the steward who answered.
CREATE CONSTRAINT review_id IF NOT EXISTS FOR (n:Review) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT opinion_id IF NOT EXISTS FOR (n:Opinion) REQUIRE n.id IS UNIQUE;
CREATE INDEX review_queue IF NOT EXISTS FOR (n:Review) ON (n.status, n.value);
CREATE INDEX opinion_steward IF NOT EXISTS FOR (n:Opinion) ON (n.by);
