package envoy.authz

import rego.v1

claims := input.attributes.metadataContext.filterMetadata["envoy.filters.http.jwt_authn"].payload

default plan := "anonymous"

plan := data.plans[claims.tenant]

path := concat("/", array.concat([""], input.parsed_path))

default costly := false

costly if {
	some prefix in data.costly
	path_is_below(prefix)
}

path_is_below(prefix) if path == prefix

path_is_below(prefix) if startswith(path, concat("", [prefix, "/"]))

class := concat("-", [plan, "costly"]) if costly

class := plan if not costly

# Without a plan nothing costly is to be had.
allow := {"allowed": false, "http_status": 429, "headers": {"retry-after": "60"}, "body": "sign in for this"} if {
	plan == "anonymous"
	costly
}

allow := {
	"allowed": true,
	"headers": {"x-rate-class": class},
	"dynamic_metadata": {"rate_class": class, "requests_per_minute": data.limits[plan]},
} if {
	not plan == "anonymous"
}

allow := {
	"allowed": true,
	"headers": {"x-rate-class": class},
	"dynamic_metadata": {"rate_class": class, "requests_per_minute": data.limits[plan]},
} if {
	plan == "anonymous"
	not costly
}
