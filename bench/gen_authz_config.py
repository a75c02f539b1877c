"""Authors the ext_authz scenario: ten deny rules by method, path prefix and role, none of which the frames' requests meet.

usage: gen_authz_config.py OUTDIR
"""
import os
import sys

HEAD = """apiVersion: config.istio.io/v1alpha2
kind: handler
metadata: {name: denyall, namespace: istio-system}
spec: {compiledAdapter: denier, params: {status: {code: 7, message: not allowed}}}
---
apiVersion: config.istio.io/v1alpha2
kind: instance
metadata: {name: nothing, namespace: istio-system}
spec: {compiledTemplate: checknothing}
"""
RULE = """---
apiVersion: config.istio.io/v1alpha2
kind: rule
metadata: {name: r%d, namespace: istio-system}
spec:
  match: request.method == "DELETE" && request.path.startsWith("/closed/%d/") && (request.headers["x-role"] | "none") != "role%d"
  actions: [{handler: denyall, instances: [nothing]}]
"""
folder = os.path.join(sys.argv[1], "authz_10")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "config.yaml"), "w") as out:
    out.write(HEAD + "".join(RULE % (n, n, n) for n in range(10)))
