// Takes back pins that are in force; the pins themselves stay as they were made.
// Parameters: $ids: list of pin ids; $by, $reason: who takes them back and why; $at: the instant
// Returns: rows of {id, record, field, value, origin, reason} of those that were taken back now.
UNWIND $ids AS id
MATCH (pin:Pin {id: id})
WHERE pin.withdrawnAt IS NULL
SET pin.withdrawnAt = $at, pin.withdrawnBy = $by, pin.withdrawnReason = $reason
RETURN
  pin.id AS id, pin.record AS record, pin.field AS field, pin.value AS value, pin.origin AS origin, pin.reason AS reason
