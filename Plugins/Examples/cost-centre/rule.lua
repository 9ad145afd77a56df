-- The first tag of the list that the resource bears; else what stands before the first hyphen of rg-NAME-….

function lines(row, out)
  local tags = row.tags
  if tags then
    for _, name in ipairs(settings.tags) do
      local value = string.json_text(tags, name)
      if value and value ~= "" then
        out.costCentre = value:upper()
        out.costCentreSource = "TAG"
        return
      end
    end
  end
  local group = row.resourceGroup
  if group and group:has_prefix("rg-") then
    out.costCentre = group:split("-")[2]:upper()
    out.costCentreSource = "RESOURCE_GROUP"
    return
  end
  out.costCentre = settings.unknown
  out.costCentreSource = "NONE"
end
