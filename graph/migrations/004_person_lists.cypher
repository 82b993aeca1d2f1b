// Lists of persons by area, in the order of their ids, and search by both sounds of a name, without sorting.
CREATE INDEX person_area_list IF NOT EXISTS FOR (n:Person) ON (n.province, n.id);
CREATE INDEX person_district_list IF NOT EXISTS FOR (n:Person) ON (n.province, n.district, n.id);
CREATE INDEX person_sounds IF NOT EXISTS FOR (n:Person) ON (n.givenSound, n.familySound);
