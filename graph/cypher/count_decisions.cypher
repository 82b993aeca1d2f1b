// Counts what was ever decided about who is who; none of it is ever deleted, so it grows with every record that finds its
// person and with every act of a steward. All three counts are kept by the store.
// Parameters: none
// Returns: one row of {identifications, acts, judgements}.
CALL () {
  MATCH ()-[identifies:IDENTIFIES]->()
  RETURN count(identifies) AS identifications
}
CALL () {
  MATCH (act:Act)
  RETURN count(act) AS acts
}
CALL () {
  MATCH (judgement:Judgement)
  RETURN count(judgement) AS judgements
}
RETURN identifications, acts, judgements
