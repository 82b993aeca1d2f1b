// Reads judgements, pins and lodgings by their ids, also those that were withdrawn.
// Parameters: $judgements, $pins, $lodgings: lists of ids
// Returns: rows of {kind, properties}; kind is judgement, pin or lodging.
CALL () {
  UNWIND $judgements AS id
  MATCH (judgement:Judgement {id: id})
  RETURN 'judgement' AS kind, properties(judgement) AS properties
  UNION
  UNWIND $pins AS id
  MATCH (pin:Pin {id: id})
  RETURN 'pin' AS kind, properties(pin) AS properties
  UNION
  UNWIND $lodgings AS id
  MATCH (lodging:Lodging {id: id})
  RETURN 'lodging' AS kind, properties(lodging) AS properties
}
RETURN kind, properties
