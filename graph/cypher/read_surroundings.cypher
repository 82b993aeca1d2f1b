// Reads everybody whom a change of some persons of one compartment may touch: whole persons who share a place or a form with
// them, or a household; those who share one with these; and the households, kin and families of all of them.
// A place may be known by its door to one and by its code to another, so both are followed from whoever states both.
// Parameters: $near: {compartment; doors, codes, forms: lists of marks of the persons; persons: their ids; most: how many records
//   of one mark are looked at; further: {doors, codes, forms} of which only those beside are wanted}; one map, so that
//   lists of other lengths need no other plan
// Returns: one row of {rows, golden, pins, lodgings, beside, memberships, written, kin, families}; the last four as read_ties, the
//   others lists: rows: of [id, agency, compartment, standard, sent, held, digest, person], the records of neighbours: held is the
//   version whose identification is in force where that is another, and sent [all properties, locale] where standard is missing;
//   golden: of {id, status, compartment, digest, birthYear and the address} of each neighbour; pins and lodgings: of
//   all properties of those that hold for a neighbour's record; beside: of [person, standard, sent].
CALL () {
  UNWIND $near.doors AS mark
  CALL (mark) {
    MATCH (one:SourceRecord {markDoor: mark})
    WHERE one.current AND one.compartment = $near.compartment
    RETURN one
    LIMIT $near.most
  }
  RETURN one, null AS door, one.markCode AS code
  UNION ALL
  UNWIND $near.doors AS mark
  CALL (mark) {
    MATCH (one:SourceRecord {markRegisteredDoor: mark})
    WHERE one.current AND one.compartment = $near.compartment
    RETURN one
    LIMIT $near.most
  }
  RETURN one, null AS door, one.markRegisteredCode AS code
  UNION ALL
  UNWIND $near.codes AS mark
  CALL (mark) {
    MATCH (one:SourceRecord {markCode: mark})
    WHERE one.current AND one.compartment = $near.compartment
    RETURN one
    LIMIT $near.most
  }
  RETURN one, one.markDoor AS door, null AS code
  UNION ALL
  UNWIND $near.codes AS mark
  CALL (mark) {
    MATCH (one:SourceRecord {markRegisteredCode: mark})
    WHERE one.current AND one.compartment = $near.compartment
    RETURN one
    LIMIT $near.most
  }
  RETURN one, one.markRegisteredDoor AS door, null AS code
}
WITH collect(DISTINCT one) AS there, collect(DISTINCT door) AS doors, collect(DISTINCT code) AS codes
WITH
  there,
  [door IN doors WHERE NOT door IN $near.doors] AS doors,
  [code IN codes WHERE NOT code IN $near.codes] AS codes
CALL (there, doors, codes) {
  CALL (there, doors, codes) {
    UNWIND there AS one
    RETURN one
    UNION
    UNWIND doors AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markDoor: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND doors AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markRegisteredDoor: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND codes AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markCode: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND codes AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markRegisteredCode: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND $near.forms AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markForm: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
  }
  RETURN collect(one) AS places
}
CALL (places) {
  CALL (places) {
    UNWIND places AS one
    MATCH (one)-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
    RETURN person
    UNION
    // Of a record that has changed since, an older version identifies.
    UNWIND places AS one
    UNWIND CASE WHEN one.version > 1 THEN [one.key] ELSE [] END AS key
    MATCH (:SourceRecord {key: key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
    RETURN person
    UNION
    UNWIND $near.persons AS id
    MATCH (:Person {id: id})-[:MEMBER_OF]->(:Household {compartment: $near.compartment})<-[member:MEMBER_OF]-(person:Person)
    WHERE member.livesHere
    RETURN person
  }
  WITH person
  WHERE person.compartment = $near.compartment AND NOT person.id IN $near.persons
  RETURN collect(person) AS neighbours
}
CALL (neighbours) {
  UNWIND neighbours AS person
  MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(held:SourceRecord)
  CALL (held) {
    WITH held
    WHERE held.current
    RETURN held AS record
    UNION ALL
    UNWIND CASE WHEN held.current THEN [] ELSE [held.key] END AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN record
  }
  RETURN
    collect([
      record.id,
      record.agency,
      record.compartment,
      record.standard,
      CASE WHEN record.standard IS NULL THEN [properties(record), head([(source:Source)-[:HOLDS]->(record) | source.locale])] END,
      CASE WHEN held <> record THEN held.id END,
      identifies.digest,
      person.id
    ]) AS rows,
    collect(record) AS near,
    collect(CASE WHEN held <> record THEN held END) AS old
}
CALL (near, old) {
  UNWIND near + old AS one
  WITH one
  WHERE one.compartment = $near.compartment
  RETURN
    collect(DISTINCT one.markDoor) + collect(DISTINCT one.markRegisteredDoor) + $near.further.doors AS allDoors,
    collect(DISTINCT one.markCode) + collect(DISTINCT one.markRegisteredCode) + $near.further.codes AS allCodes,
    collect(DISTINCT one.markForm) + $near.further.forms AS allForms
}
WITH
  neighbours,
  rows,
  near,
  $near.persons + [person IN neighbours | person.id] AS known,
  [mark IN allDoors WHERE NOT mark IN doors AND NOT mark IN $near.doors] AS doors,
  [mark IN allCodes WHERE NOT mark IN codes AND NOT mark IN $near.codes] AS codes,
  [mark IN allForms WHERE NOT mark IN $near.forms] AS forms
CALL (doors, codes, forms) {
  CALL (doors, codes, forms) {
    UNWIND doors AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markDoor: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND doors AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markRegisteredDoor: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND codes AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markCode: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND codes AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markRegisteredCode: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
    UNION
    UNWIND forms AS mark
    CALL (mark) {
      MATCH (one:SourceRecord {markForm: mark})
      WHERE one.current AND one.compartment = $near.compartment
      RETURN one
      LIMIT $near.most
    }
    RETURN one
  }
  RETURN collect(one) AS beyond
}
CALL (beyond, known) {
  UNWIND beyond AS one
  CALL (one) {
    MATCH (one)-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
    RETURN person
    UNION
    UNWIND CASE WHEN one.version > 1 THEN [one.key] ELSE [] END AS key
    MATCH (:SourceRecord {key: key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
    RETURN person
  }
  WITH DISTINCT person, known
  WHERE person.compartment = $near.compartment AND NOT person.id IN known
  RETURN collect(person) AS outer
}
CALL (outer) {
  UNWIND outer AS person
  MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(held:SourceRecord {compartment: $near.compartment})
  CALL (held) {
    WITH held
    WHERE held.current
    RETURN held AS record
    UNION ALL
    UNWIND CASE WHEN held.current THEN [] ELSE [held.key] END AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN record
  }
  RETURN
    collect([
      person.id,
      record.standard,
      CASE WHEN record.standard IS NULL THEN [properties(record), head([(source:Source)-[:HOLDS]->(record) | source.locale])] END
    ]) AS beside
}
CALL () {
  UNWIND $near.persons AS id
  MATCH (person:Person {id: id})
  RETURN collect(person) AS own
}
CALL (own, neighbours, outer) {
  UNWIND own + neighbours + outer AS person
  MATCH (person)-[:MEMBER_OF]->(household:Household)
  RETURN collect(DISTINCT household) AS households
}
CALL (own, neighbours) {
  UNWIND own + neighbours AS person
  MATCH (person)-[:PART_OF]->(family:Family)
  RETURN collect(DISTINCT family) AS together
}
CALL (together) {
  UNWIND together AS family
  MATCH (family)<-[:PART_OF]-(person:Person)
  RETURN collect([family, person]) AS parts
}
CALL (own, neighbours, parts) {
  UNWIND own + neighbours + [part IN parts | part[1]] AS person
  WITH DISTINCT person
  MATCH (person)-[kin:KIN]-(:Person)
  WITH DISTINCT kin
  RETURN collect([startNode(kin).id, endNode(kin).id, kin.relation, kin.digest]) AS kin
}
// Both are few or none, and then nothing is looked up for each record.
CALL () {
  MATCH (pin:Pin)
  RETURN count(pin) AS pinned
}
CALL () {
  MATCH (lodging:Lodging)
  RETURN count(lodging) AS lodged
}
CALL (near, pinned) {
  WITH near, pinned
  WHERE pinned > 0
  UNWIND near AS record
  MATCH (pin:Pin {record: record.key})
  WHERE pin.withdrawnAt IS NULL
  RETURN collect(properties(pin)) AS pins
}
CALL (near, lodged) {
  WITH near, lodged
  WHERE lodged > 0
  UNWIND near AS record
  MATCH (:SourceRecord {key: record.key})<-[:ABOUT]-(lodging:Lodging)
  WHERE lodging.withdrawnAt IS NULL
  WITH DISTINCT lodging
  RETURN collect(properties(lodging)) AS lodgings
}
RETURN
  rows,
  [
    person IN neighbours
    | person {
      .id, .status, .compartment, .digest, .birthYear,
      .houseCode, .buildingNumber, .townshipNumber, .subLane, .lane, .streetName, .subDistrict, .district, .province, .postcode, .subDistrictCode, .districtCode, .provinceCode
    }
  ] AS golden,
  pins,
  lodgings,
  beside,
  COLLECT {
    UNWIND households AS household
    MATCH (household)<-[member:MEMBER_OF]-(person:Person)
    RETURN [person.id, household.id, household.compartment, properties(member)]
  } AS memberships,
  [household IN households | [household.id, household.digest]] + COLLECT {
    UNWIND households AS household
    MATCH (household)-[:IN_HOUSE]->(house:House)
    RETURN DISTINCT [house.id, house.digest]
  } AS written,
  kin,
  COLLECT {
    UNWIND parts AS part
    WITH part[0] AS family, part[1] AS person
    OPTIONAL MATCH (person)-[member:MEMBER_OF {livesHere: true}]->(household:Household)
    RETURN [family.id, family.compartment, family.digest, person.id, household.id]
  } AS families
