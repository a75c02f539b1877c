package envoy.authz

import rego.v1

# Tenants see what is theirs, and nothing of the others. People of support may look.

default allow := {"allowed": false, "body": "not of this tenant"}

claims := input.attributes.metadataContext.filterMetadata["envoy.filters.http.jwt_authn"].payload

tenant := input.parsed_path[1] if {
	input.parsed_path[0] == "tenants"
	input.parsed_path[1] != ""
}

# The application reads x-tenant: what the client sends there does not reach it.
allow := {"allowed": true, "headers": {"x-tenant": tenant}} if may

may if claims.tenant == tenant

may if {
	claims.email in data.support
	input.attributes.request.http.method in data.readable_by_support
}
