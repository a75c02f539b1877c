package envoy.authz_test

import rego.v1

import data.envoy.authz

call(method, path) := {"attributes": {"request": {"http": {"method": method}}}, "parsed_path": path}

test_in_the_table if authz.allow == true with input as call("GET", ["orders", "7"])

test_another_method if {
	answer := authz.allow with input as call("POST", ["orders", "7", "items"])
	answer.http_status == 405
	answer.headers.allow == "GET, HEAD"
}

test_another_path if {
	answer := authz.allow with input as call("GET", ["orders", "7", "other"])
	answer.http_status == 404
}

test_the_table_is_data if authz.allow == true with input as call("PURGE", ["x"]) with data.api as {"/x": ["PURGE"]}
