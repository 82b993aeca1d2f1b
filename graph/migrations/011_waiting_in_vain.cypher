// Records that waited in vain to be placed again are looked for every minute.
CREATE INDEX source_record_waits_until IF NOT EXISTS FOR (n:SourceRecord) ON (n.waitsUntil);
