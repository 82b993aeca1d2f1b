// Records that are to be placed again are few and are asked for after every load.
CREATE INDEX source_record_waits IF NOT EXISTS FOR (n:SourceRecord) ON (n.waits);
