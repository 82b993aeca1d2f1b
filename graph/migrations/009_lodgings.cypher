// A human's word on who lives with whom has one id.
CREATE CONSTRAINT lodging_id IF NOT EXISTS FOR (n:Lodging) REQUIRE n.id IS UNIQUE;
