function Customer_supportTier(row, out)
  local tier = settings.tiers[row.tenantId] or "STANDARD"
  out.name = tier
  out.markup = settings.markups[tier]
end

function CreditGroup_netWithMarkup(row, out, args)
  if args.rate < 0 then reject("the rate is negative") end
  out.netWithMarkup = row.net:multiply(1 + args.rate, 2, "half_even")
end
