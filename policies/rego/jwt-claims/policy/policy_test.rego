package envoy.authz_test

import rego.v1

import data.envoy.authz

# ann may read. Signed with the key of data.json, good until 2030.
reader := "eyJhbGciOiJFUzI1NiIsImtpZCI6ImV4YW1wbGUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmV4YW1wbGUiLCJhdWQiOiJzaG9wIiwic3ViIjoiYW5uIiwiZXhwIjoxODkzNDU2MDAwLCJzY29wZSI6Im9yZGVyczpyZWFkIn0.fjNjHz_xRUHswGDe64v7SkPDZUF63Rw1K7kT3Z67sfvJq7MtRHrIVisCegmHl5KIsY_hS5inXOrZXeVujefx-Q"

# Signed with another key.
forged := "eyJhbGciOiJFUzI1NiIsImtpZCI6ImV4YW1wbGUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmV4YW1wbGUiLCJhdWQiOiJzaG9wIiwic3ViIjoiYW5uIiwiZXhwIjoxODkzNDU2MDAwLCJzY29wZSI6Im9yZGVyczpyZWFkIG9yZGVyczp3cml0ZSJ9.CqfkKhobMVa6JaykPfbkofOmj9ZBq3CsGMdMgYituNz3CZ4WEQ7SxW__IQKz_CaJL9OVng_IGB9k7cRZNyHZlg"

call(token, method, now) := {"attributes": {"request": {
	"time": now,
	"http": {"method": method, "headers": {"authorization": concat(" ", ["Bearer", token])}},
}}}

morning := "2026-01-02T08:00:00Z"

test_a_reader_reads if {
	answer := authz.allow with input as call(reader, "GET", morning)
	answer.allowed
	answer.headers == {"x-user": "ann"}
}

test_a_reader_does_not_write if {
	answer := authz.allow with input as call(reader, "POST", morning)
	answer.http_status == 403
}

test_a_token_ends if {
	answer := authz.allow with input as call(reader, "GET", "2030-01-01T00:00:01Z")
	answer.http_status == 401
}

test_a_forged_token if {
	answer := authz.allow with input as call(forged, "GET", morning)
	answer.http_status == 401
}

test_no_token if {
	answer := authz.allow with input as {"attributes": {"request": {"time": morning, "http": {"method": "GET", "headers": {}}}}}
	answer.http_status == 401
}
