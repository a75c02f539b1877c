package envoy.authz_test

import rego.v1

import data.envoy.authz

call(claims) := {"attributes": {"metadataContext": {"filterMetadata": {"envoy.filters.http.jwt_authn": {"payload": claims}}}}}

test_an_auditor_sees_all if {
	answer := authz.allow with input as call({"role": "auditor"})
	answer.dynamic_metadata == {"mask": [], "role": "auditor"}
	answer.request_headers_to_remove == []
}

test_a_clerk_sees_no_card if {
	answer := authz.allow with input as call({"role": "clerk"})
	answer.dynamic_metadata.mask == ["/card/number"]
	answer.headers["x-mask-fields"] == "/card/number"
}

test_without_a_token_one_is_a_guest if {
	answer := authz.allow with input as {"attributes": {"metadataContext": {}}}
	answer.dynamic_metadata.role == "guest"
	answer.request_headers_to_remove == ["x-internal-cost", "x-customer-id"]
}

test_a_role_that_nobody_knows_is_refused if authz.allow == false with input as call({"role": "root"})
