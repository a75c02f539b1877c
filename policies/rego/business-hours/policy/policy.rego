package envoy.authz

import rego.v1

# The time is that of the request, as Envoy states it: the answer is the same whenever the question is asked again.

default allow := {"allowed": false, "http_status": 403, "body": "closed"}

moment := [time.parse_rfc3339_ns(input.attributes.request.time), data.hours.zone]

date := time.format([moment[0], moment[1], "2006-01-02"])

open if {
	time.weekday(moment) in data.hours.days
	[hour, _, _] := time.clock(moment)
	hour >= data.hours.from
	hour < data.hours.until
	not date in data.hours.closed
}

allow if open

allow if input.attributes.source.principal in data.on_call
