package envoy.authz

import rego.v1

# A token that counts is required (401 without), and the scope that the method needs (403 without).

default allow := {
	"allowed": false,
	"http_status": 401,
	"headers": {"www-authenticate": "Bearer"},
	"body": "a token is required",
}

http := input.attributes.request.http

claims := payload if {
	[scheme, token] := split(http.headers.authorization, " ")
	lower(scheme) == "bearer"
	[valid, _, payload] := io.jwt.decode_verify(token, {
		"cert": json.marshal(data.tokens.jwks),
		"alg": "ES256",
		"iss": data.tokens.issuer,
		"aud": data.tokens.audience,
		# The time of the request, as Envoy states it, so that tests have one too.
		"time": time.parse_rfc3339_ns(input.attributes.request.time),
	})
	valid
}

in_scope if data.scopes[http.method] in split(claims.scope, " ")

allow := {
	"allowed": true,
	"headers": {"x-user": claims.sub},
	"request_headers_to_remove": ["authorization"],
} if in_scope

allow := {
	"allowed": false,
	"http_status": 403,
	"body": sprintf("the token does not allow %s", [http.method]),
} if {
	claims
	not in_scope
}
