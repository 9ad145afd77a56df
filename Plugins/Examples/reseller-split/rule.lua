-- The reseller's share of the credit by its partner id; a line without a reseller stays with the provider.

function lines(row, out)
  local earned = row.earned
  if earned == nil then return end
  local share = row.resellerPartnerId and settings.shares[row.resellerPartnerId] or settings.default
  -- Parts in proportion whose sum is exactly the credit.
  local parts = earned:allocate({ 1 - dec(share), dec(share) }, 30)
  out.providerCredit = parts[1]
  out.resellerCredit = parts[2]
end
