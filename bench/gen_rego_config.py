"""Authors what the Rego workloads read: a role-based policy with its roles as data, and one that allows everything.

usage: gen_rego_config.py OUTDIR OPA
"""
import json
import os
import sys

CONFIG = """apiVersion: config.istio.io/v1alpha2
kind: handler
metadata: {name: rego, namespace: istio-system}
spec: {compiledAdapter: opa, params: {path: policy, opa: %s}}
---
apiVersion: config.istio.io/v1alpha2
kind: instance
metadata: {name: call, namespace: istio-system}
spec: {compiledTemplate: requestcontext}
---
apiVersion: config.istio.io/v1alpha2
kind: rule
metadata: {name: ask, namespace: istio-system}
spec: {actions: [{handler: rego, instances: [call]}]}
"""
ROLES = """package envoy.authz

import rego.v1

http := input.attributes.request.http

default allow := false

allow if {
	some role in split(http.headers["x-role"], ",")
	some permission in data.roles[role]
	permission.method == http.method
	startswith(http.path, permission.prefix)
}
"""
out, opa = sys.argv[1:3]


def write(name, rego, data):
    policy = os.path.join(out, name, "policy")
    os.makedirs(policy, exist_ok=True)
    with open(os.path.join(out, name, "mixer.yaml"), "w") as f:
        f.write(CONFIG % opa)
    with open(os.path.join(policy, "allow.rego"), "w") as f:
        f.write(rego)
    with open(os.path.join(policy, "data.json"), "w") as f:
        json.dump(data, f)


write("rego_true", "package envoy.authz\n\nallow := true\n", {})
for n in (10, 10000):
    write(f"rego_{n}", ROLES, {"roles": {
        f"role{a}": [{"method": "GET", "prefix": f"/svc{a}/p{b}/"} for b in range(10)] for a in range(n // 10)}})
