"""What can go wrong in the auth room.

AuthError
├── TokenRefused                 401: the bearer token proves nothing
│   ├── MalformedToken           not a compact JWS of at most 8 KiB with a JSON object inside
│   ├── UnsupportedToken         algorithm, type or header parameter that is never accepted
│   ├── UnknownIssuer            the issuer is not one of the fixed ones
│   ├── UnknownKey               no key of the issuer has the token's key id
│   ├── BadSignature             the signature does not fit
│   ├── InvalidClaims            a claim is missing or of the wrong form, audience or lifetime
│   ├── TokenExpired             the token's time is over
│   ├── TokenNotYetValid         the token's time has not come
│   └── ProofRequired            the token is bound to a key the caller did not prove to hold
├── KeysUnavailable              503: an issuer's keys cannot be fetched and the last good set is too old
├── Forbidden                    403: the caller is known, but may not do this
│   ├── UnknownClient            the policy does not know the client
│   ├── RoleNotAllowed           the client or the purpose does not have the role
│   ├── PurposeNotDeclared       no purpose, or a choice of several, and none declared
│   ├── PurposeNotAllowed        not a purpose of the token, the client or the policy
│   └── CaseRequired             the purpose asks for a case number and a reason
├── PolicyInvalid                the agreements as written cannot be compiled; one sentence for each fault
└── DevelopmentOnly              the development issuer was asked to work outside development
"""


class AuthError(Exception):
    """Base of every error this room raises; `code` is stable, and code and message may be shown to callers."""

    code = "AUTH"


class TokenRefused(AuthError):
    code = "TOKEN_REFUSED"


class MalformedToken(TokenRefused):
    code = "TOKEN_MALFORMED"


class UnsupportedToken(TokenRefused):
    code = "TOKEN_UNSUPPORTED"


class UnknownIssuer(TokenRefused):
    code = "TOKEN_ISSUER_UNKNOWN"


class UnknownKey(TokenRefused):
    code = "TOKEN_KEY_UNKNOWN"


class BadSignature(TokenRefused):
    code = "TOKEN_SIGNATURE_BAD"


class InvalidClaims(TokenRefused):
    code = "TOKEN_CLAIMS_INVALID"


class TokenExpired(TokenRefused):
    code = "TOKEN_EXPIRED"


class TokenNotYetValid(TokenRefused):
    code = "TOKEN_NOT_YET_VALID"


class ProofRequired(TokenRefused):
    code = "TOKEN_PROOF_REQUIRED"


class KeysUnavailable(AuthError):
    code = "KEYS_UNAVAILABLE"


class Forbidden(AuthError):
    code = "FORBIDDEN"


class UnknownClient(Forbidden):
    code = "CLIENT_UNKNOWN"


class RoleNotAllowed(Forbidden):
    code = "ROLE_NOT_ALLOWED"


class PurposeNotDeclared(Forbidden):
    code = "PURPOSE_NOT_DECLARED"


class PurposeNotAllowed(Forbidden):
    code = "PURPOSE_NOT_ALLOWED"


class CaseRequired(Forbidden):
    code = "CASE_REQUIRED"


class PolicyInvalid(AuthError):
    code = "POLICY_INVALID"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class DevelopmentOnly(AuthError):
    code = "DEVELOPMENT_ONLY"
