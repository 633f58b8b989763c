// Changes a store with sparql-http-client: node update.mjs URL TOKEN SPARQL
import SparqlClient from "sparql-http-client";

const [updateUrl, token, update] = process.argv.slice(2);
const client = new SparqlClient({ updateUrl, headers: { Authorization: `Bearer ${token}` } });
await client.query.update(update);
