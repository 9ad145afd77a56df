// Queries to begin with. `month` becomes the newest month with usage.

export const EXAMPLES = [
  {
    title: "What was missed, and why",
    query: `query MissedByReason($month: Month!) {
  credits(period: {month: $month}) {
    totals { currency list net earned missed lines }
    by(dimension: REASON, orderBy: {by: MISSED}) {
      nodes { key label totals { missed lines } }
    }
  }
}`,
    variables: (month) => ({ month }),
  },
  {
    title: "Customers that lose most",
    query: `query MissedByCustomer($month: Month!) {
  credits(period: {month: $month}, filter: {eligible: false}) {
    by(dimension: CUSTOMER, orderBy: {by: MISSED}, first: 10) {
      nodes {
        label
        totals { missed lines }
        by(dimension: REASON, orderBy: {by: MISSED}, first: 3) { nodes { label totals { missed } } }
      }
    }
  }
}`,
    variables: (month) => ({ month }),
  },
  {
    title: "Why a line earns nothing, down to the file",
    query: `query ExplainLines($month: Month!) {
  credits(period: {month: $month}, filter: {eligible: false}) {
    lines(first: 5) {
      nodes {
        reason
        missed { amount currency }
        explanation { summary steps { check passed text source } }
        usage { date meterName resourceUri source { line import { name } } }
      }
    }
  }
}`,
    variables: (month) => ({ month }),
  },
  {
    title: "Customers and their subscriptions",
    query: `query Customers {
  customers(first: 20) {
    totalCount
    nodes {
      name
      country
      subscriptions(first: 5) { nodes { name status offer } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: () => ({}),
  },
  {
    title: "Who holds access, and whether it earns",
    query: `query Access($day: Date!) {
  subscriptions(first: 10) {
    nodes {
      name
      eligibility(on: $day) { eligible reason rate }
      accessGrants(on: $day, first: 5) {
        nodes { path role { name eligible } scope holder { kind displayName } earns(on: $day) whyNot(on: $day) }
      }
    }
  }
}`,
    variables: (month) => ({ day: `${month}-15` }),
  },
  {
    title: "Roles that never earn",
    query: `query RolesWithoutCredit {
  azureRoles(eligible: false) { name definitionId source }
}`,
    variables: () => ({}),
  },
];
