"""Writes the configurations of W6: ten limits under one key, one of them two levels deep and far from reached; the same counted in
Redis; and there with a limit that is reached at once.

usage: gen_ratelimit_config.py DIR
"""
import os
import sys

HANDLER = """apiVersion: config.istio.io/v1alpha2
kind: handler
metadata: {name: shared, namespace: istio-system}
spec:
  compiledAdapter: redisquota
  params: {redisServerUrl: "127.0.0.1:16379"}
"""


def write(name, limit, handler):
    folder = os.path.join(sys.argv[1], name)
    os.makedirs(folder, exist_ok=True)
    lines = ["domain: shop", "descriptors:"]
    for i in range(9):
        lines += ["- key: path", f"  value: /other/{i}", "  rate_limit: {unit: minute, requests_per_unit: 100}"]
    lines += [
        "- key: path",
        "  value: /products",
        "  descriptors:",
        "  - key: user",
        f"    rate_limit: {{unit: day, requests_per_unit: {limit}}}",
    ]
    with open(os.path.join(folder, "limits.yaml"), "w") as file:
        file.write("\n".join(lines) + "\n")
    if handler:
        with open(os.path.join(folder, "handler.yaml"), "w") as file:
            file.write(HANDLER)


write("w6_ratelimit", 4000000000, False)
write("w6_redis", 4000000000, True)
write("w6_redis_reached", 1, True)
