// Lists the purposes.
// Parameters: none
// Returns: rows of {code, name, section, citizenVisibility, roles, requiresCase}, by code.
MATCH (purpose:Purpose)
RETURN
  purpose.code AS code,
  purpose.name AS name,
  purpose.section AS section,
  purpose.citizenVisibility AS citizenVisibility,
  purpose.roles AS roles,
  purpose.requiresCase AS requiresCase
ORDER BY code
