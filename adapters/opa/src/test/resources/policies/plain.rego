package plain

import rego.v1

allow if input.user == "ada"
