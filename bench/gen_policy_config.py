"""Authors what the policy workloads read: AuthorizationPolicies, one permission of one role each, and a quota in memory.

usage: gen_policy_config.py OUTDIR
"""
import os
import sys

POLICY = """---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: p%d, namespace: istio-system}
spec:
  rules:
  - to: [{operation: {methods: [GET, PUT, POST, DELETE], paths: [/svc%d/p%d/*]}}]
    when: [{key: "request.headers[x-role]", values: [role%d]}]
"""
QUOTA = """apiVersion: config.istio.io/v1alpha2
kind: handler
metadata: {name: quota, namespace: istio-system}
spec:
  compiledAdapter: memquota
  params: {quotas: [{name: requestcount, maxAmount: 1000000000, validDuration: 1s}]}
---
apiVersion: config.istio.io/v1alpha2
kind: instance
metadata: {name: requestcount, namespace: istio-system}
spec:
  compiledTemplate: quota
  params:
    dimensions:
      source: source.labels["app"] | "unknown"
      sourceVersion: source.labels["version"] | "unknown"
      destination: destination.labels["app"] | destination.service.name | "unknown"
      destinationVersion: destination.labels["version"] | "unknown"
---
apiVersion: config.istio.io/v1alpha2
kind: rule
metadata: {name: quota, namespace: istio-system}
spec: {actions: [{handler: quota, instances: [requestcount]}]}
"""


def put(name, text):
    folder = os.path.join(sys.argv[1], name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "config.yaml"), "w") as out:
        out.write(text)


for size in (10, 10000):
    put("policies_%d" % size, "".join(POLICY % (n, n // 10, n % 10, n // 10) for n in range(size)))
put("w3_quota", QUOTA)
