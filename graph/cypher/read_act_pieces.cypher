// Reads judgements and pins by their ids, also those that were withdrawn.
// Parameters: $judgements, $pins: lists of ids
// Returns: rows of {kind, properties}; kind is judgement or pin.
CALL () {
  UNWIND $judgements AS id
  MATCH (judgement:Judgement {id: id})
  RETURN 'judgement' AS kind, properties(judgement) AS properties
  UNION
  UNWIND $pins AS id
  MATCH (pin:Pin {id: id})
  RETURN 'pin' AS kind, properties(pin) AS properties
}
RETURN kind, properties
