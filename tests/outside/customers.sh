#!/usr/bin/env bash
# customers.sh ROWS: that many customers as a CSV file, the same ones every time, for the contract `dpa`.
set -euo pipefail
exec awk -v rows="${1:?how many rows?}" 'BEGIN {
  print "id,customer.name,customer.form,customer.address.street,customer.address.postcode,customer.address.city,customer.address.country,customer.contact,customer.start,customer.people,customer.special"
  split("Not intended,Health data,As listed in an annex", special, ",")
  for (row = 1; row <= rows; row++)
    printf "c%07d,\"Customer %d, Ltd\",GmbH,Main Street %d,%05d,Berlin,Germany,legal%d@customer.example,2026-%02d-%02d,%d,%s\n",
      row, row, row % 300 + 1, 10000 + row % 9000, row, row % 12 + 1, row % 28 + 1, row * 7 % 5000, special[row % 3 + 1]
}'
