// The tables as data: which rows each has under the filters, and what stands in each column. A row is the number of a
// node, or in the table of results that of a result.
"use strict";

papergraph.rows = (() => {
  const { data, filters } = papergraph;
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const KIND_OF = { papers: "paper", methods: "METHOD", benchmarks: "BENCHMARK", models: "MODEL", tasks: "TASK", metrics: "METRIC", repositories: "repository" };

  const passing = (node) => filters.current().matching[node] === 1;
  const passes = (edge) => filters.current().edges[edge.number] === 1;

  // -- what is counted -----------------------------------------------------------------------------------------------

  const edgesOf = (node) => data.edgesOf[node].filter(passes);
  const papersIn = (entity, role) => new Set(edgesOf(entity).filter((edge) => edge.role === role).map((edge) => edge.paper)).size;
  const entitiesIn = (paper, kind) => new Set(edgesOf(paper).map((edge) => edge.entity).filter((entity) => data.kindOf(entity) === kind)).size;
  const resultsIn = (paper) => data.resultsOf[paper].filter((result) => result.paper === paper).length;
  const resultsOn = (entity) => data.resultsOf[entity].filter((result) => passing(result.paper)).length;
  const yearOf = (paper) => data.details[paper].year ?? null;
  const linkers = (repository, own) => new Set(data.linksOf[repository].filter((link) => passing(link.paper) && (!own || link.own)).map((link) => link.paper)).size;

  function yearsOf(entity) {
    const years = edgesOf(entity).map((edge) => yearOf(edge.paper)).filter((year) => year !== null);
    return years.length ? [Math.min(...years), Math.max(...years)] : [null, null];
  }

  // -- columns: key, title, value of a row; `node` is the node that a value names; `number` sorts downwards first;
  // `file` is for the file alone ------------------------------------------------------------------------------------

  const name = (title) => ({ key: "name", title, value: (row) => data.name[row], node: (row) => row });
  const count = (key, title, value) => ({ key, title, value, number: true });
  const year = (key, title, value) => ({ key, title, value, number: true, year: true });
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const address = { key: "id", title: "id", value: (node) => data.id[node], file: true };
  const hasYears = data.details.some((details) => Number.isInteger(details.year));

  const PAPERS = () => [
    name("Title"),
    hasYears ? year("year", "Year", yearOf) : null,
    { key: "topic", title: "Topic", value: (paper) => data.communities[data.community[paper]] ?? "", shown: (topic) => topic.split(" · ")[0] },
    ...["METHOD", "MODEL", "BENCHMARK", "TASK"].map((kind) => count(data.KINDS[kind].many, capital(data.KINDS[kind].many), (paper) => entitiesIn(paper, kind))),
    count("results", "Results", resultsIn),
    { key: "code", title: "Code", value: (paper) => (data.hasCode(paper) ? "yes" : "") },
    address,
    { key: "authors", title: "Authors", value: (paper) => (data.details[paper].authors ?? []).join("; "), file: true },
    { key: "venue", title: "Venue", value: (paper) => data.details[paper].venue ?? "", file: true },
    { key: "links", title: "Links", value: (paper) => data.linksOf[paper].map((link) => link.url).join(" "), file: true },
  ];

  const REPOSITORIES = () => [
    name("Repository"),
    count("papers", "Papers", (node) => linkers(node, false)),
    count("own", "Papers whose own it is", (node) => linkers(node, true)),
    { key: "url", title: "Address", value: (node) => data.details[node].url, url: true },
    address,
  ];

  function RESULTS() {
    const named = (key, title) => ({ key, title, value: (row) => data.name[data.results[row][key]] ?? "", node: (row) => data.results[row][key] });
    return [
      count("value", "Value", (row) => data.results[row].number ?? null),
      named("metric", "Metric"), named("benchmark", "Benchmark"), named("subject", "By"), named("baseline", "Against"), named("paper", "Paper"),
      hasYears ? year("year", "Year", (row) => yearOf(data.results[row].paper)) : null,
      { key: "written", title: "As written", value: (row) => data.results[row].value, file: true },
      { key: "direction", title: "Better", value: (row) => data.results[row].direction ?? "", file: true },
      { key: "sentence", title: "Sentence", value: (row) => data.sentenceOf(data.results[row]), file: true },
    ];
  }

  /** The columns of a kind of entities; roles that hardly any of them has are for the file alone. */
  function ENTITIES(kind) {
    const counts = new Map();
    for (const edge of data.edges) if (data.kindOf(edge.entity) === kind) counts.set(edge.role, (counts.get(edge.role) ?? 0) + 1);
    const rare = 0.03 * [...counts.values()].reduce((sum, value) => sum + value, 0);
    const roles = Object.keys(data.ROLES).filter((role) => counts.has(role));
    return [
      name(capital(data.KINDS[kind].one)),
      count("papers", "Papers", filters.paperCount),
      ...roles.map((role) => ({ ...count(role, capital(data.ROLES[role].of), (entity) => papersIn(entity, role)), file: counts.get(role) < rare })),
      count("results", "Results", resultsOn),
      ...(hasYears ? [year("first", "First year", (entity) => yearsOf(entity)[0]), year("last", "Last year", (entity) => yearsOf(entity)[1])] : []),
      address,
      { key: "aliases", title: "Aliases", value: (entity) => (data.details[entity].aliases ?? []).join("; "), file: true },
    ];
  }

  const cache = new Map();
  function columns(table) {
    const make = { papers: PAPERS, repositories: REPOSITORIES, results: RESULTS }[table] ?? (() => ENTITIES(KIND_OF[table]));
    if (!cache.has(table)) cache.set(table, make().filter(Boolean));
    return cache.get(table);
  }

  // -- rows ----------------------------------------------------------------------------------------------------------

  /** The rows of a table that the filters let through, the strongest first. */
  function found(table) {
    if (table === "results") return data.results.map((_, row) => row).filter((row) => passing(data.results[row].paper));
    const rows = [];
    for (let node = 0; node < data.count; node += 1) if (data.kindOf(node) === KIND_OF[table] && passing(node)) rows.push(node);
    return rows;
  }

  /** How many rows a table has without filters. */
  const total = (table) => (table === "results" ? data.results.length : data.raw.kinds.find((kind) => kind.key === KIND_OF[table]).count);

  /** The words by which a row is found: its names, those of an entity besides, and those that a paper names. */
  function text(table, row) {
    const names = columns(table).filter((column) => column.node).map((column) => column.value(row));
    if (table === "papers") names.push(...data.edgesOf[row].map((edge) => data.name[edge.entity]));
    else if (table !== "results") names.push(...(data.details[row].aliases ?? []));
    return names.join(" ");
  }

  /** `{column, down}` of a word like `year.down`, or what a table begins with. */
  function order(table, word) {
    const [key, way] = (word ?? "").split(".");
    const column = columns(table).find((item) => item.key === key && !item.file);
    if (column) return { column, down: way === "down" };
    const papers = columns(table).find((item) => item.key === "papers");
    return { column: papers ?? null, down: papers !== undefined };
  }

  /** Sort by a column; rows with nothing in it stand last either way, equal ones keep their order. */
  function sorted(rows, { column, down }) {
    if (!column) return rows;
    const keyed = rows.map((row, place) => ({ row, place, value: column.value(row) }));
    const missing = ({ value }) => value === null || value === "";
    const compare = column.number ? (a, b) => a.value - b.value : (a, b) => collator.compare(a.value, b.value);
    const sign = down ? -1 : 1;
    keyed.sort((a, b) => missing(a) - missing(b) || (missing(a) ? 0 : sign * compare(a, b)) || a.place - b.place);
    return keyed.map((item) => item.row);
  }

  return { found, columns, order, sorted, total, text, passing, passes, KIND_OF };
})();
