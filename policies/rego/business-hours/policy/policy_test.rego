package envoy.authz_test

import rego.v1

import data.envoy.authz

at(moment) := {"attributes": {"source": {}, "request": {"time": moment}}}

# 2026-03-02 is a Monday, Berlin an hour before Greenwich until the end of March.
test_in_the_morning if authz.allow == true with input as at("2026-03-02T07:00:00Z")

test_a_second_too_early if not authz.allow.allowed with input as at("2026-03-02T06:59:59Z")

test_summer_time if authz.allow == true with input as at("2026-07-06T06:00:00Z")

test_evening if not authz.allow.allowed with input as at("2026-03-02T17:00:00Z")

test_sunday if not authz.allow.allowed with input as at("2026-03-01T11:00:00Z")

test_holiday if not authz.allow.allowed with input as at("2026-01-01T11:00:00Z")

test_on_call if {
	authz.allow == true with input as {"attributes": {
		"source": {"principal": "spiffe://cluster.local/ns/ops/sa/pager"},
		"request": {"time": "2026-03-01T02:00:00Z"},
	}}
}

test_no_time_is_closed if not authz.allow.allowed with input as {"attributes": {"source": {}, "request": {}}}
