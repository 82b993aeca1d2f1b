// Lists the agreements with everything they grant, in the order they were written.
// Parameters: none
// Returns: rows of {code, version, status, legalBasis, validFrom, validTo, provider, receiver, purpose,
//   grants: list of {entity, rowScope, maxRowsPerQuery, maxSubjectsPerDay, fields: list of {name, mask, params, filterable, sortable}}}.
MATCH (provider:Agency)-[:PROVIDES]->(agreement:Agreement)<-[:RECEIVES]-(receiver:Agency)
MATCH (agreement)-[:FOR]->(purpose:Purpose)
RETURN
  agreement.code AS code,
  agreement.version AS version,
  agreement.status AS status,
  agreement.legalBasis AS legalBasis,
  agreement.validFrom AS validFrom,
  agreement.validTo AS validTo,
  provider.code AS provider,
  receiver.code AS receiver,
  purpose.code AS purpose,
  COLLECT {
    MATCH (agreement)-[:GRANTS]->(grant:Grant)
    WITH grant
    ORDER BY grant.position
    RETURN grant {
      .entity,
      .rowScope,
      .maxRowsPerQuery,
      .maxSubjectsPerDay,
      fields: COLLECT {
        MATCH (grant)-[allows:ALLOWS]->(field:Field)
        WITH field, allows
        ORDER BY allows.position
        RETURN field {
          .name,
          mask: allows.mask,
          params: allows.params,
          filterable: allows.filterable,
          sortable: allows.sortable
        }
      }
    }
  } AS grants
ORDER BY code, version
