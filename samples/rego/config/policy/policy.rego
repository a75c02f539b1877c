package envoy.authz

import rego.v1

default allow := {"allowed": false, "body": "not for you\n"}

user := input.attributes.request.http.headers["x-user"]

allow := {"allowed": true, "headers": {"x-checked-by": "rego"}} if user in {"alice"}
