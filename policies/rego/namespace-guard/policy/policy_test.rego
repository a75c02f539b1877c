package envoy.authz_test

import rego.v1

import data.envoy.authz

call(principal, namespace) := {"attributes": {
	"source": {"principal": principal},
	"destination": {"principal": sprintf("spiffe://cluster.local/ns/%s/sa/app", [namespace])},
}}

test_within if authz.allow with input as call("spiffe://cluster.local/ns/shop/sa/cart", "shop")

test_listed if authz.allow with input as call("spiffe://cluster.local/ns/web/sa/frontend", "shop")

test_not_the_other_way if not authz.allow with input as call("spiffe://cluster.local/ns/shop/sa/cart", "web")

test_everywhere if authz.allow with input as call("spiffe://cluster.local/ns/monitoring/sa/prometheus", "payments")

test_default_account if not authz.allow with input as call("spiffe://cluster.local/ns/shop/sa/default", "shop")

test_another_trust_domain if not authz.allow with input as call("spiffe://evil.example/ns/shop/sa/cart", "shop")

test_a_longer_name if not authz.allow with input as call("spiffe://cluster.local/ns/shop/sa/cart/sa/x", "shop")

test_no_principal if {
	not authz.allow with input as {"attributes": {
		"source": {},
		"destination": {"principal": "spiffe://cluster.local/ns/shop/sa/app"},
	}}
}

test_a_namespace_without_a_list if not authz.allow with input as call("spiffe://cluster.local/ns/web/sa/frontend", "new")
