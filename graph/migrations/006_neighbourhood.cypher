// Records find their neighbours by what they say of place and company; changes are handed on in their order.
CREATE INDEX source_record_door IF NOT EXISTS FOR (n:SourceRecord) ON (n.markDoor);
CREATE INDEX source_record_registered_door IF NOT EXISTS FOR (n:SourceRecord) ON (n.markRegisteredDoor);
CREATE INDEX source_record_code IF NOT EXISTS FOR (n:SourceRecord) ON (n.markCode);
CREATE INDEX source_record_registered_code IF NOT EXISTS FOR (n:SourceRecord) ON (n.markRegisteredCode);
CREATE INDEX source_record_form IF NOT EXISTS FOR (n:SourceRecord) ON (n.markForm);
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (n:Change) REQUIRE n.id IS UNIQUE;
CREATE INDEX change_order IF NOT EXISTS FOR (n:Change) ON (n.at, n.id);
CREATE CONSTRAINT pin_id IF NOT EXISTS FOR (n:Pin) REQUIRE n.id IS UNIQUE;
CREATE INDEX pin_record IF NOT EXISTS FOR (n:Pin) ON (n.record);
CREATE CONSTRAINT act_id IF NOT EXISTS FOR (n:Act) REQUIRE n.id IS UNIQUE;
