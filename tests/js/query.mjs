// Asks an endpoint with sparql-http-client: node query.mjs URL SPARQL; a row a line, in JSON
import SparqlClient from "sparql-http-client";

const [endpointUrl, query] = process.argv.slice(2);
const client = new SparqlClient({ endpointUrl });
for await (const row of client.query.select(query)) {
  const values = Object.entries(row).map(([name, term]) => [name, term.value]);
  console.log(JSON.stringify(Object.fromEntries(values)));
}
