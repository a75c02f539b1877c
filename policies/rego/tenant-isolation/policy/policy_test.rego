package envoy.authz_test

import rego.v1

import data.envoy.authz

call(claims, method, path) := {
	"attributes": {
		"request": {"http": {"method": method}},
		"metadataContext": {"filterMetadata": {"envoy.filters.http.jwt_authn": {"payload": claims}}},
	},
	"parsed_path": path,
}

test_its_own if {
	answer := authz.allow with input as call({"tenant": "red"}, "DELETE", ["tenants", "red", "orders"])
	answer == {"allowed": true, "headers": {"x-tenant": "red"}}
}

test_of_another if {
	answer := authz.allow with input as call({"tenant": "red"}, "GET", ["tenants", "blue"])
	not answer.allowed
}

test_support_looks if {
	answer := authz.allow with input as call({"email": "support@shop.example"}, "GET", ["tenants", "blue"])
	answer.allowed
}

test_support_does_not_touch if {
	answer := authz.allow with input as call({"email": "support@shop.example"}, "POST", ["tenants", "blue"])
	not answer.allowed
}

test_no_tenant_is_none if {
	answer := authz.allow with input as call({"tenant": ""}, "GET", ["tenants", ""])
	not answer.allowed
}

test_other_paths if {
	answer := authz.allow with input as call({"tenant": "red"}, "GET", ["other", "red"])
	not answer.allowed
}

test_no_token if {
	answer := authz.allow with input as {
		"attributes": {"request": {"http": {"method": "GET"}}, "metadataContext": {}},
		"parsed_path": ["tenants", "red"],
	}
	not answer.allowed
}
