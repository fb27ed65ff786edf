"""RDF: the ontology's namespace, the export, and SPARQL over a build; rdflib and pyoxigraph are imported only here."""
