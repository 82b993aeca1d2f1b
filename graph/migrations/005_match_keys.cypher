// Blocking keys, found by their value; judgements, found by the records they name.
CREATE CONSTRAINT match_key_id IF NOT EXISTS FOR (n:MatchKey) REQUIRE n.id IS UNIQUE;
CREATE INDEX judgement_left IF NOT EXISTS FOR (n:Judgement) ON (n.left, n.right);
CREATE INDEX judgement_right IF NOT EXISTS FOR (n:Judgement) ON (n.right);
