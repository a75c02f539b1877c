package envoy.authz

import rego.v1

http := input.attributes.request.http

default allow := false

allow if {
	some role in split(http.headers["x-role"], ",")
	some p in data.roles[role]
	p.method == http.method
	startswith(http.path, p.prefix)
}
