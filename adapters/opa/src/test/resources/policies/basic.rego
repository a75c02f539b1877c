package basic

import rego.v1

default allow := false

allow if input.user in data.users

echo := input

conflict := 1 if input.a

conflict := 2 if input.b

# Never ends within the life of a test.
endless := count([1 | some a in numbers.range(1, 2000); some b in numbers.range(1, 2000); some c in numbers.range(1, 2000); a + b + c == 0])

hog := count([[a, b] | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000)])

big := [x | some x in numbers.range(1, input.size)]

nested := json.unmarshal(input.text)

now := [time.now_ns(), time.now_ns()]

said := sprintf("%d of %s", [1, {"a", "b"}])

limit := data.settings.limit
