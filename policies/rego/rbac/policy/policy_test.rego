package envoy.authz_test

import rego.v1

import data.envoy.authz

call(principal, method, path) := {
	"attributes": {"source": {"principal": principal}, "request": {"http": {"method": method}}},
	"parsed_path": path,
}

frontend := "spiffe://cluster.local/ns/web/sa/frontend"

console := "spiffe://cluster.local/ns/ops/sa/console"

test_a_viewer_reads if authz.allow with input as call(frontend, "GET", ["orders", "7"])

test_a_viewer_does_not_write if not authz.allow with input as call(frontend, "POST", ["orders"])

test_an_admin_does_all if authz.allow with input as call(console, "DELETE", ["users", "7", "keys"])

test_strangers_do_nothing if not authz.allow with input as call("spiffe://cluster.local/ns/x/sa/y", "GET", ["orders"])

test_no_principal if {
	not authz.allow with input as {
		"attributes": {"source": {}, "request": {"http": {"method": "GET"}}},
		"parsed_path": ["orders"],
	}
}

test_roles_are_data if {
	authz.allow with input as call("a", "PATCH", ["b"])
		with data.bindings as {"a": ["r"]}
		with data.roles as {"r": [{"methods": ["PATCH"], "paths": ["/b"]}]}
}
