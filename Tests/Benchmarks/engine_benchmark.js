// The same measurement with graphql-js (Debian's node-graphql). Usage: node engine_benchmark.js FOLDER
const { readFileSync, existsSync } = require("fs");
const { buildSchema, parse, validate, execute, version } = require("graphql");

const folder = process.argv[2];
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");
const schema = buildSchema(read("benchmark.graphql"));
const pad = (number, width) => String(number).padStart(width, "0");
const customers = Array.from({ length: 1000 }, (_, i) => ({
  id: `c-${pad(i, 5)}`, name: `Customer ${pad(i, 5)} GmbH`, country: ["DE", "NL", "AT", "FR"][i % 4],
  subscriptions: Array.from({ length: 5 }, (_, j) => {
    const k = i * 5 + j;
    return { id: `6f1c1a8e-0000-4000-8000-${pad(k, 12)}`, name: `Azure plan ${pad(k, 5)}`,
      state: k % 7 ? "active" : "suspended", quantity: (k % 50) + 1, currency: "EUR", costs: (k % 1000) + 0.25 };
  }),
}));
const rootValue = {
  customers: ({ first }) => customers.slice(0, first ?? customers.length),
  customer: ({ id }) => customers.find((customer) => customer.id === id),
  search: () => [customers[7]],
};

// The best of several rounds, on this process's processor time.
function measure(body, rounds = 9, milliseconds = 60) {
  const seconds = (runs) => {
    const start = process.cpuUsage();
    for (let i = 0; i < runs; i++) body();
    const used = process.cpuUsage(start);
    return (used.user + used.system) / 1e6;
  };
  let runs = 1;
  for (let time = seconds(runs); time * 1000 < milliseconds; time = seconds(runs)) runs *= 2;
  let best = Infinity;
  for (let i = 0; i < rounds; i++) best = Math.min(best, seconds(runs) / runs);
  return Math.round(best * 1e9);
}

const result = { version };
for (const name of ["introspection", "large", "b", "c", "fields-10000"]) {
  const text = read(`${name}.graphql`);
  const variableValues = existsSync(`${folder}/${name}.json`) ? JSON.parse(read(`${name}.json`)) : undefined;
  const document = parse(text);
  const run = () => JSON.stringify(execute({ schema, document, rootValue, variableValues }));
  const answer = run();
  if (validate(schema, document).length || answer.includes('"errors"')) throw new Error(`${name}: ${answer.slice(0, 500)}`);
  result[name] = {
    parse: measure(() => parse(text)), validate: measure(() => validate(schema, document)),
    "parse, validate and plan": measure(() => validate(schema, parse(text))), execute: measure(run), answer: answer.length,
  };
}
console.log(JSON.stringify(result));
