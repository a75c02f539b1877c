package envoy.authz

import rego.v1

# A caller may what one of its roles may. Callers are known by the certificate of their connection.

default allow := false

allow if {
	some role in data.bindings[input.attributes.source.principal]
	some grant in data.roles[role]
	method_fits(grant)
	path_fits(grant)
}

method_fits(grant) if input.attributes.request.http.method in grant.methods

method_fits(grant) if "*" in grant.methods

# The path as the host made it canonical, without the query.
path := concat("/", array.concat([""], input.parsed_path))

path_fits(grant) if {
	some pattern in grant.paths
	glob.match(pattern, ["/"], path)
}
