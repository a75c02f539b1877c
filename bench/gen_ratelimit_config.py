"""Writes the configuration of W6: ten limits under one key, one of them two levels deep and far from reached.

usage: gen_ratelimit_config.py DIR
"""
import os
import sys

folder = os.path.join(sys.argv[1], "w6_ratelimit")
os.makedirs(folder, exist_ok=True)
lines = ["domain: shop", "descriptors:"]
for i in range(9):
    lines += ["- key: path", f"  value: /other/{i}", "  rate_limit: {unit: minute, requests_per_unit: 100}"]
lines += [
    "- key: path",
    "  value: /products",
    "  descriptors:",
    "  - key: user",
    "    rate_limit: {unit: hour, requests_per_unit: 4000000000}",
]
with open(os.path.join(folder, "limits.yaml"), "w") as file:
    file.write("\n".join(lines) + "\n")
