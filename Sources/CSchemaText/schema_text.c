#include "schema_text.h"

/* One array a file of Schema/, in the order of their names; a test fails when one is missing. */

static const unsigned char access_text[] = {
#embed "../../Schema/access.graphql"
};

static const unsigned char credit_text[] = {
#embed "../../Schema/credit.graphql"
};

static const unsigned char customer_text[] = {
#embed "../../Schema/customer.graphql"
};

static const unsigned char event_text[] = {
#embed "../../Schema/event.graphql"
};

static const unsigned char finance_text[] = {
#embed "../../Schema/finance.graphql"
};

static const unsigned char import_text[] = {
#embed "../../Schema/import.graphql"
};

static const unsigned char mutation_text[] = {
#embed "../../Schema/mutation.graphql"
};

static const unsigned char partner_text[] = {
#embed "../../Schema/partner.graphql"
};

static const unsigned char plugin_text[] = {
#embed "../../Schema/plugin.graphql"
};

static const unsigned char price_text[] = {
#embed "../../Schema/price.graphql"
};

static const unsigned char query_text[] = {
#embed "../../Schema/query.graphql"
};

static const unsigned char reconciliation_text[] = {
#embed "../../Schema/reconciliation.graphql"
};

static const unsigned char scalars_text[] = {
#embed "../../Schema/scalars.graphql"
};

static const unsigned char service_text[] = {
#embed "../../Schema/service.graphql"
};

static const unsigned char subscription_text[] = {
#embed "../../Schema/subscription.graphql"
};

static const unsigned char usage_text[] = {
#embed "../../Schema/usage.graphql"
};

static const unsigned char viewer_text[] = {
#embed "../../Schema/viewer.graphql"
};

static const unsigned char terms_text[] = {
#embed "../CreditAPI/Texts/terms.csv"
};

static const unsigned char regions_text[] = {
#embed "../CreditAPI/Texts/regions.csv"
};

static const schema_text_file files[] = {
    {"access.graphql", access_text, sizeof access_text},
    {"credit.graphql", credit_text, sizeof credit_text},
    {"customer.graphql", customer_text, sizeof customer_text},
    {"event.graphql", event_text, sizeof event_text},
    {"finance.graphql", finance_text, sizeof finance_text},
    {"import.graphql", import_text, sizeof import_text},
    {"mutation.graphql", mutation_text, sizeof mutation_text},
    {"partner.graphql", partner_text, sizeof partner_text},
    {"plugin.graphql", plugin_text, sizeof plugin_text},
    {"price.graphql", price_text, sizeof price_text},
    {"query.graphql", query_text, sizeof query_text},
    {"reconciliation.graphql", reconciliation_text, sizeof reconciliation_text},
    {"scalars.graphql", scalars_text, sizeof scalars_text},
    {"service.graphql", service_text, sizeof service_text},
    {"subscription.graphql", subscription_text, sizeof subscription_text},
    {"usage.graphql", usage_text, sizeof usage_text},
    {"viewer.graphql", viewer_text, sizeof viewer_text},
};

size_t schema_text_count(void) { return sizeof files / sizeof files[0]; }

schema_text_file schema_text_at(size_t index) { return files[index]; }

schema_text_file schema_text_terms(void) {
  return (schema_text_file){"terms.csv", terms_text, sizeof terms_text};
}

schema_text_file schema_text_regions(void) {
  return (schema_text_file){"regions.csv", regions_text, sizeof regions_text};
}
