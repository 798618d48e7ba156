-- Questions to 20 brands, each of three words that the policies use, hardly one of them twice.
local words = { "account", "agreement", "answer", "backup", "charge", "confidential", "consent", "contract", "customer", "deletion", "evidence", "fee", "incident",
  "invoice", "liability", "notice", "payment", "period", "personal", "processing", "provider", "request", "security", "service", "term" }
local headers = { ["Accept"] = "application/json" }

function init()
  math.randomseed(7)
end

function request()
  local word = function() return words[math.random(#words)] end
  local question = table.concat({ "when", "does", "the", word(), word(), word() }, "+")
  return wrk.format("GET", string.format("/brand-%03d/policy-%03d.html?ask=%s", math.random(0, 19), math.random(0, 49), question), headers)
end

function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("%.0f a second, p50 %.2f ms, p99 %.2f ms, %d wrong", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
