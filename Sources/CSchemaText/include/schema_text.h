#ifndef CREDITGRAPH_SCHEMA_TEXT_H
#define CREDITGRAPH_SCHEMA_TEXT_H
/* The files of Schema/, embedded in the program in the order of their names. Owned by the program, never freed. */
#include <stddef.h>
typedef struct {
  const char *file;          /* "query.graphql" */
  const unsigned char *text; /* not terminated */
  size_t length;
} schema_text_file;
size_t schema_text_count(void);
schema_text_file schema_text_at(size_t index);
/* The glossary of the API, CSV in UTF-8: term_en,term_nl,term_sv,term_zh,term_fr,definition. */
schema_text_file schema_text_terms(void);
/* The sales regions, CSV in UTF-8: region,country,country_code,billing_currency. */
schema_text_file schema_text_regions(void);
#endif
