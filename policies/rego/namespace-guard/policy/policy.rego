package envoy.authz

import rego.v1

# A namespace is called from itself, from those that data lists for it, and from those that may call everywhere. Service accounts that
# workloads get unasked (default) may call nothing, so that whoever calls was given a name.

default allow := false

# spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT
identity(principal) := {"namespace": parts[4], "account": parts[6]} if {
	parts := split(principal, "/")
	count(parts) == 7
	parts[0] == "spiffe:"
	parts[1] == ""
	parts[2] in data.trust_domains
	parts[3] == "ns"
	parts[5] == "sa"
}

caller := identity(input.attributes.source.principal)

# The workload that is called is known by its certificate, too.
called := identity(input.attributes.destination.principal).namespace

allow if {
	caller.namespace == called
	known_account
}

allow if {
	caller.namespace in data.callers[called]
	known_account
}

allow if {
	caller.namespace in data.everywhere
	known_account
}

known_account if not caller.account in data.closed_accounts
