package envoy.authz

import rego.v1

default allow := false

default claims := {}

claims := input.attributes.metadataContext.filterMetadata["envoy.filters.http.jwt_authn"].payload

role := object.get(claims, "role", data.unsigned)

clearance := data.clearance[role]

allow := {
	"allowed": true,
	# What the application must not see of the request, and what it must mask in the answer.
	"request_headers_to_remove": clearance.headers,
	"headers": {"x-mask-fields": concat(",", clearance.fields)},
	# An answer that is masked for one must not be kept for another.
	"response_headers_to_add": {"cache-control": "no-store", "vary": "authorization"},
	"dynamic_metadata": {"mask": clearance.fields, "role": role},
} if clearance
