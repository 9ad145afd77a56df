/* Exports another name. */
int creditgraph_plugin(void) { return 0; }
