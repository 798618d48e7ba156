-- Pages of 20 brands of 50 policies, one after another in no order, as a browser asks for them.
local headers = { ["Accept-Encoding"] = "gzip, br", ["Accept"] = "text/html" }

function init()
  math.randomseed(7)
end

function request()
  local path = string.format("/brand-%03d/policy-%03d.html", math.random(0, 19), math.random(0, 49))
  return wrk.format("GET", path, headers)
end

function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("%.0f a second, p50 %.2f ms, p99 %.2f ms, %d wrong", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
