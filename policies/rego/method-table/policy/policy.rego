package envoy.authz

import rego.v1

# What is not in the table is not there.

path := concat("/", array.concat([""], input.parsed_path))

methods contains method if {
	some pattern, allowed in data.api
	glob.match(pattern, ["/"], path)
	some method in allowed
}

method := input.attributes.request.http.method

allow if method in methods

allow := {
	"allowed": false,
	"http_status": 405,
	"headers": {"allow": concat(", ", methods)},
	"body": sprintf("%s is not for %s", [path, method]),
} if {
	count(methods) > 0
	not method in methods
}

allow := {"allowed": false, "http_status": 404, "body": "there is nothing here"} if count(methods) == 0
