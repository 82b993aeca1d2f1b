// What callers and stores look up by, beside the keys.
CREATE INDEX source_record_key IF NOT EXISTS FOR (n:SourceRecord) ON (n.key);
CREATE INDEX source_record_origin IF NOT EXISTS FOR (n:SourceRecord) ON (n.source, n.recordId);
CREATE INDEX source_record_current IF NOT EXISTS FOR (n:SourceRecord) ON (n.current, n.key);
CREATE INDEX person_citizen_id IF NOT EXISTS FOR (n:Person) ON (n.citizenId);
CREATE INDEX person_given_sound IF NOT EXISTS FOR (n:Person) ON (n.givenSound);
CREATE INDEX person_family_sound IF NOT EXISTS FOR (n:Person) ON (n.familySound);
CREATE INDEX person_province IF NOT EXISTS FOR (n:Person) ON (n.provinceCode, n.id);
CREATE INDEX person_district IF NOT EXISTS FOR (n:Person) ON (n.districtCode, n.id);
CREATE INDEX person_house_code IF NOT EXISTS FOR (n:Person) ON (n.houseCode);
CREATE INDEX person_phone IF NOT EXISTS FOR (n:Person) ON (n.phone);
CREATE INDEX person_status IF NOT EXISTS FOR (n:Person) ON (n.status);
CREATE INDEX household_house_code IF NOT EXISTS FOR (n:Household) ON (n.houseCode);
CREATE INDEX household_province IF NOT EXISTS FOR (n:Household) ON (n.provinceCode, n.id);
CREATE INDEX house_house_code IF NOT EXISTS FOR (n:House) ON (n.houseCode);
CREATE INDEX enrolment_programme IF NOT EXISTS FOR (n:Enrolment) ON (n.programme);
CREATE INDEX agreement_code IF NOT EXISTS FOR (n:Agreement) ON (n.code);
