#include "schema_text.h"

static const unsigned char query[] = {
#embed "../../Schema/query.graphql"
};

static const schema_text_file files[] = {
    {"query.graphql", query, sizeof query},
};

size_t schema_text_count(void) { return sizeof files / sizeof files[0]; }

schema_text_file schema_text_at(size_t index) { return files[index]; }
