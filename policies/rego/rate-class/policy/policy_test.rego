package envoy.authz_test

import rego.v1

import data.envoy.authz

call(claims, path) := {
	"attributes": {"metadataContext": {"filterMetadata": {"envoy.filters.http.jwt_authn": {"payload": claims}}}},
	"parsed_path": path,
}

test_gold if {
	answer := authz.allow with input as call({"tenant": "acme"}, ["orders"])
	answer.dynamic_metadata == {"rate_class": "gold", "requests_per_minute": 1000}
}

test_costly if {
	answer := authz.allow with input as call({"tenant": "bolt"}, ["search", "x"])
	answer.headers == {"x-rate-class": "silver-costly"}
}

test_a_name_that_only_begins_so if {
	answer := authz.allow with input as call({"tenant": "bolt"}, ["searches"])
	answer.headers == {"x-rate-class": "silver"}
}

test_anonymous if {
	answer := authz.allow with input as {"attributes": {"metadataContext": {}}, "parsed_path": ["orders"]}
	answer.headers == {"x-rate-class": "anonymous"}
}

test_anonymous_and_costly if {
	answer := authz.allow with input as {"attributes": {"metadataContext": {}}, "parsed_path": ["export"]}
	answer.http_status == 429
}
