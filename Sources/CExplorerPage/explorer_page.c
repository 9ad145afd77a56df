#include "explorer_page.h"

/* One array a file of page/, index.html first; a test fails when one is missing. */

static const unsigned char index_html[] = {
#embed "page/index.html"
};

static const unsigned char amounts_js[] = {
#embed "page/amounts.js"
};

static const unsigned char app_js[] = {
#embed "page/app.js"
};

static const unsigned char chart_js[] = {
#embed "page/chart.js"
};

static const unsigned char client_js[] = {
#embed "page/client.js"
};

static const unsigned char complete_js[] = {
#embed "page/complete.js"
};

static const unsigned char credits_js[] = {
#embed "page/credits.js"
};

static const unsigned char documentation_js[] = {
#embed "page/documentation.js"
};

static const unsigned char dom_js[] = {
#embed "page/dom.js"
};

static const unsigned char editor_js[] = {
#embed "page/editor.js"
};

static const unsigned char examples_js[] = {
#embed "page/examples.js"
};

static const unsigned char explorer_js[] = {
#embed "page/explorer.js"
};

static const unsigned char history_js[] = {
#embed "page/history.js"
};

static const unsigned char icon_svg[] = {
#embed "page/icon.svg"
};

static const unsigned char lexer_js[] = {
#embed "page/lexer.js"
};

static const unsigned char parser_js[] = {
#embed "page/parser.js"
};

static const unsigned char schema_js[] = {
#embed "page/schema.js"
};

static const unsigned char style_css[] = {
#embed "page/style.css"
};

static const unsigned char validate_js[] = {
#embed "page/validate.js"
};

static const explorer_page_file files[] = {
    {"/", "text/html; charset=utf-8", index_html, sizeof index_html},
    {"/explorer/amounts.js", "text/javascript; charset=utf-8", amounts_js, sizeof amounts_js},
    {"/explorer/app.js", "text/javascript; charset=utf-8", app_js, sizeof app_js},
    {"/explorer/chart.js", "text/javascript; charset=utf-8", chart_js, sizeof chart_js},
    {"/explorer/client.js", "text/javascript; charset=utf-8", client_js, sizeof client_js},
    {"/explorer/complete.js", "text/javascript; charset=utf-8", complete_js, sizeof complete_js},
    {"/explorer/credits.js", "text/javascript; charset=utf-8", credits_js, sizeof credits_js},
    {"/explorer/documentation.js", "text/javascript; charset=utf-8", documentation_js, sizeof documentation_js},
    {"/explorer/dom.js", "text/javascript; charset=utf-8", dom_js, sizeof dom_js},
    {"/explorer/editor.js", "text/javascript; charset=utf-8", editor_js, sizeof editor_js},
    {"/explorer/examples.js", "text/javascript; charset=utf-8", examples_js, sizeof examples_js},
    {"/explorer/explorer.js", "text/javascript; charset=utf-8", explorer_js, sizeof explorer_js},
    {"/explorer/history.js", "text/javascript; charset=utf-8", history_js, sizeof history_js},
    {"/explorer/icon.svg", "image/svg+xml", icon_svg, sizeof icon_svg},
    {"/explorer/lexer.js", "text/javascript; charset=utf-8", lexer_js, sizeof lexer_js},
    {"/explorer/parser.js", "text/javascript; charset=utf-8", parser_js, sizeof parser_js},
    {"/explorer/schema.js", "text/javascript; charset=utf-8", schema_js, sizeof schema_js},
    {"/explorer/style.css", "text/css; charset=utf-8", style_css, sizeof style_css},
    {"/explorer/validate.js", "text/javascript; charset=utf-8", validate_js, sizeof validate_js},
};

size_t explorer_page_count(void) { return sizeof files / sizeof files[0]; }

explorer_page_file explorer_page_at(size_t index) { return files[index]; }
